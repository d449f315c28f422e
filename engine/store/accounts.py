"""Accounts: passwords, one-time codes, administrators, identities elsewhere. A claim is one conditional statement."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, exists, func, insert, select, update

from engine.channels import ChannelKind
from engine.store.database import is_postgresql
from engine.store.tables import ACCOUNT, CONTACT, OUTSIDE_IDENTITY, PERSON, RECOVERY_CODE, WEB_SESSION
from engine.store.upserts import insert_unless_there

_BLANK = {
    "totp_step": 0,
    "is_administrator": False,
    "failures": 0,
    "code_failures": 0,
}
_PERSON = select(PERSON.c.id.label("id"), PERSON.c.name, ACCOUNT).outerjoin(ACCOUNT, ACCOUNT.c.person_id == PERSON.c.id)


def by_address(connection: Connection, address: str) -> Row[Any] | None:
    """The person behind a folded mail address, with ``address``, ``is_usable`` and the account's columns (None without
    an account). Addresses in use come first."""
    is_usable = CONTACT.c.disabled_at.is_(None)
    query = (
        _PERSON.add_columns(CONTACT.c.address, is_usable.label("is_usable"))
        .join(CONTACT, CONTACT.c.person_id == PERSON.c.id)
        .where((CONTACT.c.channel == ChannelKind.EMAIL) & (func.lower(CONTACT.c.address) == address))
        .where(CONTACT.c.verified_at.is_not(None))
        .order_by(CONTACT.c.disabled_at.is_not(None), CONTACT.c.id)
    )
    return connection.execute(query.limit(1)).first()


def of_person(connection: Connection, person_id: int) -> Row[Any] | None:
    """A person with the columns of the account (None without one); None for somebody unknown."""
    return connection.execute(_PERSON.where(PERSON.c.id == person_id)).one_or_none()


def locked(connection: Connection, person_id: int) -> Row[Any]:
    """The account of a person, made if there is none, and nobody else's to change before this transaction ends."""
    insert_unless_there(connection, ACCOUNT, values={"person_id": person_id, **_BLANK})
    query = select(ACCOUNT).where(ACCOUNT.c.person_id == person_id)
    return connection.execute(query.with_for_update()).one()


def change(connection: Connection, person_id: int, **values: Any) -> None:
    """Change an account that is there."""
    connection.execute(update(ACCOUNT).where(ACCOUNT.c.person_id == person_id).values(**values))


def replace_hash(connection: Connection, person_id: int, *, old: str, new: str) -> bool:
    """Put a hash of the same password in the place of an older one; False if the password was changed meanwhile."""
    same = (ACCOUNT.c.person_id == person_id) & (ACCOUNT.c.password_hash == old)
    return connection.execute(update(ACCOUNT).where(same).values(password_hash=new)).rowcount == 1


def use_step(connection: Connection, person_id: int, *, step: int) -> bool:
    """Use up a step of the one-time code; False if it, or a later one, was used."""
    fresh = (ACCOUNT.c.person_id == person_id) & (ACCOUNT.c.totp_step < step)
    return connection.execute(update(ACCOUNT).where(fresh).values(totp_step=step)).rowcount == 1


def replace_recovery_codes(connection: Connection, person_id: int, *, code_hashes: Iterable[str], at: datetime) -> None:
    """Keep new recovery codes in the place of those that are there."""
    connection.execute(delete(RECOVERY_CODE).where(RECOVERY_CODE.c.person_id == person_id))
    rows = [{"code_hash": one, "person_id": person_id, "made_at": at} for one in code_hashes]
    if rows:
        connection.execute(insert(RECOVERY_CODE), rows)


def use_recovery_code(connection: Connection, person_id: int, *, code_hash: str, at: datetime) -> bool:
    """Use a recovery code up; False if it is none of the person's, or used."""
    same = (RECOVERY_CODE.c.code_hash == code_hash) & (RECOVERY_CODE.c.person_id == person_id)
    fresh = same & RECOVERY_CODE.c.used_at.is_(None)
    return connection.execute(update(RECOVERY_CODE).where(fresh).values(used_at=at)).rowcount == 1


def recovery_codes_left(connection: Connection, person_id: int) -> int:
    """How many recovery codes a person still has."""
    unused = (RECOVERY_CODE.c.person_id == person_id) & RECOVERY_CODE.c.used_at.is_(None)
    return int(connection.execute(select(func.count()).where(unused)).scalar_one())


def lock_administrators(connection: Connection) -> frozenset[int]:
    """The administrators; nobody else can become or cease to be one before this transaction ends."""
    if is_postgresql(connection):  # SQLite has one writer anyway
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtext("dondoc administrators"))))
    query = select(ACCOUNT.c.person_id).where(ACCOUNT.c.is_administrator.is_(True))
    return frozenset(connection.execute(query).scalars())


def has_administrator(connection: Connection) -> bool:
    """True if there is one."""
    return bool(connection.execute(select(exists().where(ACCOUNT.c.is_administrator.is_(True)))).scalar())


def listed(connection: Connection, *, at: datetime) -> Sequence[Row[Any]]:
    """Everybody with an account or an open session: the person's columns, ``address`` and ``sessions``."""
    is_open = WEB_SESSION.c.revoked_at.is_(None) & (WEB_SESSION.c.expires_at > at)
    sessions = (
        select(func.count())
        .where((WEB_SESSION.c.person_id == PERSON.c.id) & is_open)
        .correlate(PERSON)
        .scalar_subquery()
    )
    address = (
        select(CONTACT.c.address)
        .where((CONTACT.c.person_id == PERSON.c.id) & (CONTACT.c.channel == ChannelKind.EMAIL))
        .correlate(PERSON)
        .scalar_subquery()
    )
    query = _PERSON.add_columns(address.label("address"), sessions.label("sessions"))
    return connection.execute(
        query.where(ACCOUNT.c.person_id.is_not(None) | (sessions > 0)).order_by(PERSON.c.id)
    ).all()


def identity(connection: Connection, *, issuer: str, subject: str) -> int | None:
    """Who a person of a provider is here."""
    same = (OUTSIDE_IDENTITY.c.issuer == issuer) & (OUTSIDE_IDENTITY.c.subject == subject)
    found: int | None = connection.execute(select(OUTSIDE_IDENTITY.c.person_id).where(same)).scalar()
    return found


def insert_identity(connection: Connection, *, issuer: str, subject: str, person_id: int, at: datetime) -> None:
    """Note who a person of a provider is here, unless that is known."""
    values = {"issuer": issuer, "subject": subject, "person_id": person_id, "linked_at": at}
    insert_unless_there(connection, OUTSIDE_IDENTITY, values=values)


def address_of(connection: Connection, person_id: int) -> str:
    """The mail address of a person, "" for none."""
    mail = (CONTACT.c.person_id == person_id) & (CONTACT.c.channel == ChannelKind.EMAIL)
    return str(connection.execute(select(CONTACT.c.address).where(mail)).scalar() or "")
