"""Accounts: who is behind an address, passwords with their lock, administrators. Hashing is done by the caller."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.access import lock_after
from engine.clock import require_aware
from engine.errors import LastAdministrator, NotFound, SignInRefused
from engine.store import access as access_store
from engine.store import accounts as store
from engine.store.database import Connection, Database, Row, reading, writing

Verify = Callable[[str | None], bool]
"""Whether a typed password fits a hash. For None, an address without a password, it works as long and says no."""


@dataclass(frozen=True)
class Known:
    """The person behind an address. ``is_usable``: mails may go to ``address``, as the office wrote it."""

    person_id: int
    name: str
    address: str
    is_usable: bool


@dataclass(frozen=True)
class RightPassword:
    """Whose password was right. ``password_hash``: with what it was compared; ``needs_code``: it is not enough."""

    person_id: int
    name: str
    needs_code: bool
    password_hash: str = field(repr=False)


@dataclass(frozen=True)
class AccountState:
    """An account as its owner and an administrator see it."""

    person_id: int
    name: str
    has_password: bool
    password_set_at: datetime | None
    has_code: bool
    recovery_codes: int
    is_administrator: bool
    locked_until_at: datetime | None
    code_locked_until_at: datetime | None
    language: str | None


@dataclass(frozen=True)
class ListedAccount:
    """An account on the list; ``sessions``: how many are open."""

    person_id: int
    name: str
    address: str
    has_password: bool
    has_code: bool
    is_administrator: bool
    locked_until_at: datetime | None
    sessions: int


def folded(address: str) -> str:
    """A mail address as it is compared."""
    return address.strip().lower()


def find(database: Database, address: str) -> Known | None:
    """The person behind a mail address however it is written; None for nobody. Do not let the page tell which."""
    with reading(database) as connection:
        row = store.by_address(connection, folded(address))
    return None if row is None else Known(row.id, row.name, row.address, bool(row.is_usable))


def find_known(database: Database, address: str) -> Known:
    """The same for an operator. Raises NotFound."""
    found = find(database, address)
    if found is None:
        raise NotFound(what="person", key=address)
    return found


def address_of(database: Database, person_id: int) -> str:
    """The mail address of a person, "" for none."""
    with reading(database) as connection:
        return store.address_of(connection, person_id)


def check_password(database: Database, address: str, *, verify: Verify, at: datetime) -> RightPassword:
    """Who signs in with an address and a password.

    ``verify`` is called once, whoever the address belongs to, with no transaction open. Five wrong ones lock the
    account (``engine.access.lock_after``); while it is locked the right one is refused too, also if it was typed at the
    same moment. Raises SignInRefused (wrong), the same for every reason.
    """
    at = require_aware(at)
    with reading(database) as connection:
        row = store.by_address(connection, folded(address))
    known_hash = row.password_hash if row is not None else None
    is_right = verify(known_hash)
    if row is None or known_hash is None:
        raise SignInRefused(why="wrong")
    with writing(database) as connection:
        account = store.locked(connection, row.id)
        is_let_in = _judge(connection, account, is_right=is_right and account.password_hash == known_hash, at=at)
    if not is_let_in:
        raise SignInRefused(why="wrong")
    return RightPassword(row.id, row.name, account.totp_set_at is not None, known_hash)


def _judge(connection: Connection, account: Row[Any], *, is_right: bool, at: datetime) -> bool:
    if account.locked_until_at is not None and account.locked_until_at > at:
        return False
    if is_right:
        store.change(connection, account.person_id, failures=0, locked_until_at=None)
        return True
    failures = account.failures + 1
    lock = lock_after(failures)
    locked = {} if lock is None else {"locked_until_at": at + lock}
    store.change(connection, account.person_id, failures=failures, **locked)
    return False


def set_password(
    database: Database, person_id: int, *, password_hash: str, at: datetime, but_session: str | None = None
) -> None:
    """Give a person a password: it frees a locked account and ends all sessions but one (by its hash). Raises
    NotFound."""
    at = require_aware(at)
    with writing(database) as connection:
        _require(connection, person_id)
        store.locked(connection, person_id)
        fresh: dict[str, Any] = {"failures": 0, "locked_until_at": None}
        store.change(connection, person_id, password_hash=password_hash, password_set_at=at, **fresh)
        access_store.revoke_sessions(connection, person_id, at=at, but=but_session)


def replace_hash(database: Database, person_id: int, *, old: str, new: str) -> bool:
    """Keep a stronger hash of the same password; False if the password was changed meanwhile."""
    with writing(database) as connection:
        return store.replace_hash(connection, person_id, old=old, new=new)


def drop_password(database: Database, person_id: int) -> None:
    """Let a person sign in by links only."""
    with writing(database) as connection:
        store.change(connection, person_id, password_hash=None, password_set_at=None)


def unlock(database: Database, person_id: int) -> bool:
    """End the locks of an account; False if there was none."""
    with writing(database) as connection:
        account = store.locked(connection, _require(connection, person_id))
        was_locked = account.locked_until_at is not None or account.code_locked_until_at is not None
        fresh: dict[str, Any] = {
            "failures": 0,
            "locked_until_at": None,
            "code_failures": 0,
            "code_locked_until_at": None,
        }
        store.change(connection, person_id, **fresh)
    return was_locked


def grant(database: Database, person_id: int) -> None:
    """Make a person an administrator. Raises NotFound."""
    with writing(database) as connection:
        _require(connection, person_id)
        store.lock_administrators(connection)
        store.locked(connection, person_id)
        store.change(connection, person_id, is_administrator=True)


def revoke(database: Database, person_id: int) -> bool:
    """Make a person no administrator any more; False for one who was none. Raises LastAdministrator."""
    with writing(database) as connection:
        administrators = store.lock_administrators(connection)
        if person_id not in administrators:
            return False
        if administrators == {person_id}:
            raise LastAdministrator
        store.change(connection, person_id, is_administrator=False)
    return True


def set_language(database: Database, person_id: int, *, language: str) -> None:
    """Keep the language that a person chose ("vi", "en"). Raises NotFound."""
    with writing(database) as connection:
        store.locked(connection, _require(connection, person_id))
        store.change(connection, person_id, language=language)


def account_of(database: Database, person_id: int) -> AccountState:
    """How a person signs in. Raises NotFound."""
    with reading(database) as connection:
        row = store.of_person(connection, person_id)
        if row is None:
            raise NotFound(what="person", key=person_id)
        left = store.recovery_codes_left(connection, person_id)
    return AccountState(
        row.id,
        row.name,
        has_password=row.password_hash is not None,
        password_set_at=row.password_set_at,
        has_code=row.totp_set_at is not None,
        recovery_codes=left,
        is_administrator=bool(row.is_administrator),
        locked_until_at=row.locked_until_at,
        code_locked_until_at=row.code_locked_until_at,
        language=row.language,
    )


def accounts(database: Database, *, at: datetime) -> list[ListedAccount]:
    """Everybody who has an account or is signed in. ``locked_until_at`` is None for a lock that is over."""
    with reading(database) as connection:
        rows = store.listed(connection, at=at)
    return [
        ListedAccount(
            row.id,
            row.name,
            row.address or "",
            has_password=row.password_hash is not None,
            has_code=row.totp_set_at is not None,
            is_administrator=bool(row.is_administrator),
            locked_until_at=row.locked_until_at if row.locked_until_at and row.locked_until_at > at else None,
            sessions=row.sessions,
        )
        for row in rows
    ]


def _require(connection: Connection, person_id: int) -> int:
    if store.of_person(connection, person_id) is None:
        raise NotFound(what="person", key=person_id)
    return person_id
