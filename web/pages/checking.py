"""Proofs: counters against a full count, histories against their chains, the doctor's findings, who changed what."""

from typing import Any

from starlette.responses import Response

from config.change_log import first_break, recorded_changes
from config.doctor import examine_office
from engine.errors import HistoryBroken
from engine.service.system import check_chains
from engine.service.tallies import audit
from web.desk import Desk
from web.guards import Access, Pages
from web.keeping import shown
from web.presenters import checking as presenter

pages = Pages()
MOST_CHANGES = 200


@pages.get("/cai-dat/kiem-tra", access=Access.ADMINISTRATOR)
async def show(desk: Desk) -> Response:
    """What can be proved, and the record of changes."""
    return await _shown(desk)


@pages.post("/cai-dat/kiem-tra/so-lieu", access=Access.ADMINISTRATOR)
async def tallies(desk: Desk) -> Response:
    """Compare every counter with a full count."""
    found = await desk.run(audit, desk.office.database)
    return await _shown(desk, proof=presenter.tally_proof(found, speech=desk.speech))


@pages.post("/cai-dat/kiem-tra/lich-su", access=Access.ADMINISTRATOR)
async def histories(desk: Desk) -> Response:
    """Follow the chain of every history."""
    try:
        checked = await desk.run(check_chains, desk.office.database)
    except HistoryBroken as error:
        return await _shown(desk, proof=presenter.Proof((desk.speech.words.error(error),), is_good=False))
    return await _shown(desk, proof=presenter.history_proof(checked, speech=desk.speech))


@pages.post("/cai-dat/kiem-tra/he-thong", access=Access.ADMINISTRATOR)
async def system(desk: Desk) -> Response:
    """What the doctor finds."""
    found = await desk.run(examine_office, desk.office)
    return await _shown(desk, findings=presenter.finding_lines(found, speech=desk.speech))


async def _shown(desk: Desk, **more: Any) -> Response:
    settings = desk.office.settings
    changes = await desk.run(recorded_changes, settings, limit=MOST_CHANGES)
    broken = await desk.run(first_break, settings)
    lines = [presenter.change_line(one, speech=desk.speech) for one in changes]
    values: dict[str, Any] = {"proof": None, "findings": None, **more}
    return shown(desk, "settings/checking.html", changes=lines, broken=broken, **values)
