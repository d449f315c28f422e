"""People as actors: who somebody is, and through which post they act."""

from datetime import date

from engine.errors import NotFound
from engine.service.record import Actor
from engine.store import directives as directive_store
from engine.store import listings
from engine.store import people as store
from engine.store.database import Connection, Database, reading


def actor_by_address(database: Database, address: str, *, on: date, obligation_id: int | None = None) -> Actor:
    """The person behind an email address as an actor. Raises NotFound for an unknown address or no post."""
    with reading(database) as connection:
        person = store.person_by_address(connection, address)
    if person is None:
        raise NotFound(what="person", key=address)
    return actor_of(database, person, on=on, obligation_id=obligation_id, key=address)


def actor_of(database: Database, person: int, *, on: date, obligation_id: int | None = None, key: str = "") -> Actor:
    """A person in a post held on a day: the one in the unit that owes or assigned the obligation, if there is one, else
    the first. Raises NotFound (with ``key``) for somebody without a post."""
    with reading(database) as connection:
        posts = [
            post
            for post in store.posts_of(connection, person)
            if (post.valid_from is None or post.valid_from <= on) and (post.valid_to is None or post.valid_to >= on)
        ]
        if not posts:
            raise NotFound(what="post", key=key or person)
        near = _units_of(connection, obligation_id)
        post = next((post for post in posts if post.unit_id in near), posts[0])
        name = store.names(connection, [person])[person]
    return Actor(name, post.title or post.role, unit_id=post.unit_id)


def _units_of(connection: Connection, obligation_id: int | None) -> tuple[int, ...]:
    """The units that owe and that assigned an obligation."""
    rows = listings.obligation(connection, obligation_id) if obligation_id is not None else []
    if not rows:
        return ()
    directive = directive_store.directive(connection, rows[0].directive_id)
    return (rows[0].unit_id, *(() if directive is None else (directive.issuer_id,)))
