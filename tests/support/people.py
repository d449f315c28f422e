"""People of the cast by their duty addresses, and what stands in for slow hashing."""

from collections.abc import Callable

from engine.service.accounts import find_known, set_password
from engine.store.database import Database
from tests.support.builders import ISSUED_AT

PRINCIPAL = "hieu_truong.hoasen@huyen.example"
CLERK_OF_SCHOOL = "van_thu.hoasen@huyen.example"
OFFICER = "chuyen_vien.phong@huyen.example"
STRANGER = "hieu_truong.truong@huyen.example"
NOBODY = "khong.ai@huyen.example"
AT = ISSUED_AT


def person_id(database: Database, address: str = PRINCIPAL) -> int:
    """The id of somebody of the cast."""
    return find_known(database, address).person_id


def typed(password: str) -> Callable[[str | None], bool]:
    """A way to verify that knows hashes of the form "hash of …"."""
    return lambda known: known == f"hash of {password}"


def give_password(database: Database, password: str, *, address: str = PRINCIPAL) -> int:
    """Let somebody have a password; gives the person."""
    found = person_id(database, address)
    set_password(database, found, password_hash=f"hash of {password}", at=AT)
    return found
