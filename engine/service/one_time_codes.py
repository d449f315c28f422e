"""The second step of signing in: codes of an authenticator, and recovery codes for who has lost it. The secret is
sealed by the caller; only its owner and the seal know it."""

import re
import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any

from engine.access import lock_after
from engine.clock import require_aware
from engine.errors import NotFound, SignInRefused
from engine.history import digest
from engine.store import accounts as store
from engine.store.database import Connection, Database, Row, reading, writing

RECOVERY_CODES = 10
# Without 0, 1, I, L, O and U: nothing to confuse when it is typed from paper. 13 letters are 63 bits.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_LETTERS = 13
_GROUPS = re.compile(r"[\s-]+")
_TOTP = re.compile(r"[0-9]{6}")

StepOf = Callable[[str, str], int | None]
"""(sealed secret, six digits) → the time step whose code they are, None for none near now."""


def begin_codes(database: Database, person_id: int, *, sealed: str) -> None:
    """Keep a new secret, which counts when a first code was right. Raises NotFound, SignInRefused (code) where codes
    are in use: drop them first."""
    with writing(database) as connection:
        if store.of_person(connection, person_id) is None:
            raise NotFound(what="person", key=person_id)
        account = store.locked(connection, person_id)
        if account.totp_set_at is not None:
            raise SignInRefused(why="code")
        store.change(connection, person_id, totp_sealed=sealed, totp_step=0)


def pending_secret(database: Database, person_id: int) -> str | None:
    """The sealed secret that waits for its first code."""
    with reading(database) as connection:
        row = store.of_person(connection, person_id)
    return row.totp_sealed if row is not None and row.totp_set_at is None else None


def confirm_codes(database: Database, person_id: int, *, code: str, step_of: StepOf, at: datetime) -> list[str]:
    """Turn codes on with a first right one; gives the recovery codes, which are kept nowhere. Raises SignInRefused
    (code)."""
    at = require_aware(at)
    with writing(database) as connection:
        account = store.locked(connection, person_id)
        step = step_of(account.totp_sealed, _typed(code)) if account.totp_sealed else None
        if step is None or account.totp_set_at is not None or not store.use_step(connection, person_id, step=step):
            raise SignInRefused(why="code")
        store.change(connection, person_id, totp_set_at=at, code_failures=0, code_locked_until_at=None)
        return _new_recovery_codes(connection, person_id, at=at)


def require_code(database: Database, person_id: int, *, code: str, step_of: StepOf, at: datetime) -> None:
    """Use up a code: of six digits, or a recovery code. Five wrong ones lock codes for a while. Raises SignInRefused
    (code): wrong, used, locked."""
    at = require_aware(at)
    with writing(database) as connection:
        account = store.locked(connection, person_id)
        is_right = _is_let_in(connection, account, code=_typed(code), step_of=step_of, at=at)
    if not is_right:
        raise SignInRefused(why="code")


def renew_recovery_codes(database: Database, person_id: int, *, at: datetime) -> list[str]:
    """New recovery codes in the place of all that are left. Raises SignInRefused (code) where codes are not in use."""
    at = require_aware(at)
    with writing(database) as connection:
        if store.locked(connection, person_id).totp_set_at is None:
            raise SignInRefused(why="code")
        return _new_recovery_codes(connection, person_id, at=at)


def drop_codes(database: Database, person_id: int, *, at: datetime) -> None:
    """Ask a person for no codes any more."""
    blank = {"totp_sealed": None, "totp_set_at": None, "code_failures": 0, "code_locked_until_at": None}
    with writing(database) as connection:
        store.change(connection, person_id, **blank)
        store.replace_recovery_codes(connection, person_id, code_hashes=(), at=require_aware(at))


def _is_let_in(connection: Connection, account: Row[Any], *, code: str, step_of: StepOf, at: datetime) -> bool:
    person_id = account.person_id
    if account.totp_set_at is None or (account.code_locked_until_at or at) > at:
        return False
    if _TOTP.fullmatch(code):
        step = step_of(account.totp_sealed, code)
        is_right = step is not None and store.use_step(connection, person_id, step=step)
    else:
        is_right = store.use_recovery_code(connection, person_id, code_hash=_hash(person_id, code), at=at)
    failures = 0 if is_right else account.code_failures + 1
    lock = lock_after(failures)
    values = {"code_failures": failures, "code_locked_until_at": at + lock if lock else None}
    store.change(connection, person_id, **values)
    return is_right


def _new_recovery_codes(connection: Connection, person_id: int, *, at: datetime) -> list[str]:
    drawn = ["".join(secrets.choice(_LETTERS) for _ in range(_CODE_LETTERS)) for _ in range(RECOVERY_CODES)]
    hashes = [_hash(person_id, code) for code in drawn]
    store.replace_recovery_codes(connection, person_id, code_hashes=hashes, at=at)
    return [f"{code[:4]}-{code[4:8]}-{code[8:]}" for code in drawn]


def _hash(person_id: int, code: str) -> str:
    return digest("recovery", str(person_id), code)


def _typed(code: str) -> str:
    """A code without the blanks and dashes it is read in."""
    return _GROUPS.sub("", code).upper()
