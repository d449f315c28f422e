"""What papers and lists say beside the figures: who writes, from where, and when reports came."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from engine.store.tables import DIRECTIVE, OBLIGATION, UNIT, UNIT_CLOSURE


def unit_above(connection: Connection, unit_id: int) -> Row[Any] | None:
    """The unit right above one, None at the top."""
    query = (
        select(UNIT)
        .join(UNIT_CLOSURE, UNIT_CLOSURE.c.ancestor_id == UNIT.c.id)
        .where((UNIT_CLOSURE.c.descendant_id == unit_id) & (UNIT_CLOSURE.c.depth == 1))
    )
    return connection.execute(query.order_by(UNIT.c.id).limit(1)).first()


def newest_directive(connection: Connection, issuer_id: int) -> Row[Any] | None:
    """The last directive that a unit issued."""
    query = select(DIRECTIVE).where(DIRECTIVE.c.issuer_id == issuer_id)
    return connection.execute(query.order_by(DIRECTIVE.c.issued_at.desc(), DIRECTIVE.c.id.desc()).limit(1)).first()


def last_submitted(connection: Connection, obligations: Iterable[int]) -> dict[int, datetime]:
    """When the last report on each obligation came; those without one are left out."""
    wanted = OBLIGATION.c.id.in_(sorted(set(obligations))) & OBLIGATION.c.last_submitted_at.is_not(None)
    rows = connection.execute(select(OBLIGATION.c.id, OBLIGATION.c.last_submitted_at).where(wanted))
    return {row.id: row.last_submitted_at for row in rows}
