"""What a viewer may look at: a thing that may not be seen is not there (NotFound), so that nobody learns of it."""

from dataclasses import dataclass
from typing import Any

from engine import access
from engine.access import Standing, Viewer
from engine.errors import NotFound
from engine.service.record import Actor
from engine.store import access as store
from engine.store import directives as directive_store
from engine.store.database import Connection, Database, Row, reading


@dataclass(frozen=True)
class Reached:
    """An obligation that the viewer may see, and what else the viewer may do with it."""

    obligation_id: int
    unit_id: int
    issuer_id: int
    directive_id: int
    may_answer: bool
    may_review: bool


def reach_obligation(database: Database, viewer: Viewer, *, obligation_id: int) -> Reached:
    """An obligation as far as a viewer may reach it. Raises NotFound."""
    with reading(database) as connection:
        row = store.standing_of_obligation(connection, obligation_id)
        if row is None or not _sees(connection, viewer, row=row):
            raise NotFound(what="obligation", key=obligation_id)
        return Reached(
            obligation_id=obligation_id,
            unit_id=row.unit_id,
            issuer_id=row.issuer_id,
            directive_id=row.directive_id,
            may_answer=access.may_answer(viewer, row.unit_id),
            may_review=access.may_review(viewer, row.issuer_id),
        )


def reach_extension(database: Database, viewer: Viewer, *, extension_id: int) -> Reached:
    """The obligation of a request for more time. Raises NotFound."""
    with reading(database) as connection:
        obligation_id = store.obligation_of_extension(connection, extension_id)
    if obligation_id is None:
        raise NotFound(what="extension", key=extension_id)
    try:
        return reach_obligation(database, viewer, obligation_id=obligation_id)
    except NotFound as error:
        raise NotFound(what="extension", key=extension_id) from error


def _sees(connection: Connection, viewer: Viewer, *, row: Row[Any]) -> bool:
    standing = Standing(
        owners=store.above(connection, [row.unit_id]),
        issuers=store.above(connection, [row.issuer_id]),
        parties=store.parties_of_task(connection, row.task_id),
    )
    return access.may_see(viewer, standing)


def reach_directive(database: Database, viewer: Viewer, *, directive_id: int) -> bool:
    """True if a viewer sees all of a directive (issued by the viewer's units or below them), False if only the part
    that touches the viewer's units. Raises NotFound where nothing does."""
    with reading(database) as connection:
        return sees_whole(connection, viewer, directive=find_directive(connection, directive_id))


def find_directive(connection: Connection, directive_id: int) -> Row[Any]:
    """A directive by id, whoever may see it. Raises NotFound."""
    directive = directive_store.directive(connection, directive_id)
    if directive is None:
        raise NotFound(what="directive", key=directive_id)
    return directive


def sees_whole(connection: Connection, viewer: Viewer, *, directive: Row[Any]) -> bool:
    """As ``reach_directive``, within a transaction."""
    if access.may_see(viewer, Standing(issuers=store.above(connection, [directive.issuer_id]))):
        return True
    if not store.takes_part(connection, directive.id, units=viewer.unit_ids):
        raise NotFound(what="directive", key=directive.id)
    return False


def reach_unit(database: Database, viewer: Viewer, *, unit_id: int) -> None:
    """Raises NotFound unless the unit is one of the viewer's or below one."""
    with reading(database) as connection:
        if not access.may_look_into(viewer, store.above(connection, [unit_id])):
            raise NotFound(what="unit", key=unit_id)


def leads_others(database: Database, viewer: Viewer) -> bool:
    """True if there are units below one of the viewer's."""
    with reading(database) as connection:
        return store.has_units_below(connection, viewer.unit_ids)


def actor_in(viewer: Viewer, unit_id: int) -> Actor:
    """The viewer acting through the post in a unit. Raises NotFound for a unit in which there is none."""
    post = viewer.post_in(unit_id)
    if post is None:
        raise NotFound(what="post", key=unit_id)
    return Actor(viewer.name, post.title or post.role, unit_id=unit_id)
