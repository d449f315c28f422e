"""One obligation: what is owed, the answer to it, its history, and why its date and reminders are what they are."""

from starlette.responses import Response

from engine.service.obligations import act
from engine.service.sight import actor_in, reach_obligation
from engine.service.views import show_obligation, why
from engine.states import Verb
from web.desk import Desk
from web.guards import Pages
from web.presenters.obligation import present

pages = Pages()


@pages.get("/viec/{id}")
async def show(desk: Desk) -> Response:
    """Everything about one obligation."""
    database, policies = desk.office.database, desk.office.policies
    reached = reach_obligation(database, desk.viewer, obligation_id=desk.number("id"))
    shown = show_obligation(database, reached.obligation_id, at=desk.at, policies=policies)
    explained = why(database, reached.obligation_id, at=desk.at, policies=policies)
    return desk.page("obligation/show.html", view=present(shown, explained, reached=reached, speech=desk.speech))


@pages.post("/viec/{id}/da-nhan")
async def acknowledge(desk: Desk) -> Response:
    """The unit has taken note."""
    database = desk.office.database
    reached = reach_obligation(database, desk.viewer, obligation_id=desk.number("id"))
    await desk.run(
        act,
        database,
        reached.obligation_id,
        verb=Verb.ACKNOWLEDGE,
        actor=actor_in(desk.viewer, reached.unit_id),
        at=desk.at,
        policies=desk.office.policies,
    )
    return desk.go(f"/viec/{reached.obligation_id}", done=desk.say("Đã ghi nhận: đơn vị đã nhận việc."))
