"""The people of the pages' tests, what they hand in, and how often a page asks the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event

from config.bootstrap import Office
from engine.access import Viewer
from engine.service.obligations import ReportInput, act
from engine.service.record import Actor
from engine.service.sessions import open_session, signed_in
from engine.service.sight import reach_obligation
from engine.states import Verb
from engine.store.database import reading
from engine.store.tables import OBLIGATION
from tests.support.pages import person_of

OWNER = "ht.mnvinhquang@vinhbao.example"
CLERK = "vt.mnvinhquang@vinhbao.example"
ISSUER = "cvmn.pgddt@vinhbao.example"
SIBLING = "ht.mntrunglap@vinhbao.example"
SCHOOL, OTHER_SCHOOL = "MN_VINHQUANG", "MN_TRUNGLAP"
PDF = b"%PDF-1.7\n1 0 obj\n%%EOF"


def viewer_of(office: Office, address: str) -> Viewer:
    """Whoever has a mail address, as the pages see them."""
    at = office.clock.now()
    found = signed_in(
        office.database, open_session(office.database, person_of(office, address), means="link", at=at), at=at
    )
    assert found is not None
    return found.viewer


def unit_of(office: Office, obligation_id: int) -> int:
    """The unit that owes an obligation."""
    with reading(office.database) as connection:
        query = OBLIGATION.select().where(OBLIGATION.c.id == obligation_id)
        return int(connection.execute(query).one().unit_id)


def assigner_of(office: Office, obligation_id: int) -> Actor:
    """An official of the unit that assigned an obligation."""
    viewer = viewer_of(office, ISSUER)
    one = reach_obligation(office.database, viewer, obligation_id=obligation_id)
    return Actor("Chuyên viên", "chuyen_vien", unit_id=one.issuer_id)


def hand_in(office: Office, obligation_id: int, *, text: str = "Đã họp phụ huynh", **figures: Any) -> None:
    """The unit reports, now."""
    actor = Actor("Hiệu trưởng", "hieu_truong", unit_id=unit_of(office, obligation_id))
    said = ReportInput(text=text, figures=figures)
    change(office, obligation_id, Verb.REPORT, actor=actor, report=said)


def change(office: Office, obligation_id: int, verb: Verb, **said: Any) -> None:
    """Something happens to an obligation behind the back of a page, now; the assigner does it unless said."""
    said = {"actor": None, **said}
    actor = said.pop("actor") or assigner_of(office, obligation_id)
    act(
        office.database,
        obligation_id,
        verb=verb,
        actor=actor,
        at=office.clock.now(),
        policies=office.policies,
        **said,
    )


@dataclass
class Counter:
    """How many statements went to the database."""

    count: int = 0


@contextmanager
def counted(office: Office) -> Iterator[Counter]:
    """Count the statements of what happens inside."""
    counter = Counter()

    def tick(*_: Any) -> None:
        counter.count += 1

    event.listen(office.database, "before_cursor_execute", tick)
    try:
        yield counter
    finally:
        event.remove(office.database, "before_cursor_execute", tick)
