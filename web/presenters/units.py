"""Units and people as the settings show them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from engine.channels import masked
from engine.ladders import Policies
from engine.organisation import ROLES, UNIT_KINDS
from engine.service.directory import PersonFound, PostFound, UnitFound
from engine.service.paging import Page
from web.i18n import Speech
from web.presenters.asked import address

UNITS, PEOPLE = "/cai-dat/don-vi", "/cai-dat/nguoi"
OPEN_CHANNELS = ("email", "phone")
"""Addresses that an administrator reads in full, to correct them; accounts of Zalo are their owner's."""


@dataclass(frozen=True)
class Option:
    """A choice in a form."""

    value: str
    name: str


@dataclass(frozen=True)
class UnitLine:
    """A unit in a list."""

    link: str
    name: str
    code: str
    kind: str
    above: str
    span: str
    is_ended: bool


@dataclass(frozen=True)
class PostLine:
    """A post of somebody."""

    id: int
    said: str
    unit: str
    unit_link: str
    span: str
    is_ended: bool


@dataclass(frozen=True)
class PersonLine:
    """Somebody in a list. ``away``: until when, "" if here."""

    id: int
    link: str
    name: str
    posts: tuple[PostLine, ...]
    addresses: tuple[str, ...]
    away: str


@dataclass(frozen=True)
class FoundView:
    """What was found. ``more`` and ``more_people``: the address of the next ones, "" at the end."""

    text: str
    units: tuple[UnitLine, ...]
    more: str
    people: tuple[PersonLine, ...]
    more_people: str


def present(units: Page[UnitFound], people: Page[PersonFound] | None, *, text: str, speech: Speech) -> FoundView:
    """The view of what was found."""
    asked = {"q": text} if text else {}
    return FoundView(
        text=text,
        units=tuple(unit_line(one, speech=speech) for one in units.items),
        more=address(UNITS, {**asked, "sau": units.next_cursor}) if units.next_cursor else "",
        people=tuple(person_line(one, today=None, speech=speech) for one in people.items) if people else (),
        more_people=address(UNITS, {**asked, "sau-nguoi": people.next_cursor}) if people and people.next_cursor else "",
    )


def unit_line(one: UnitFound, *, speech: Speech) -> UnitLine:
    """A unit in a list."""
    return UnitLine(
        link=f"{UNITS}/{one.id}",
        name=one.name,
        code=one.code,
        kind=kind_name(one.kind, speech=speech),
        above=one.parent_name,
        span=span(one.valid_from, one.valid_to, speech=speech),
        is_ended=one.valid_to is not None,
    )


def kind_name(kind: str, *, speech: Speech) -> str:
    """The kind of a unit as people call it."""
    key = f"unit_kinds.{kind}"
    return speech.words.say(key) if key in speech.words else kind


def span(first: date | None, last: date | None, *, speech: Speech) -> str:
    """From when to when something holds; "" for always."""
    if first and last:
        return speech.say("từ %(first)s đến %(last)s", first=first, last=last)
    if last:
        return speech.say("đến %(last)s", last=last)
    return speech.say("từ %(first)s", first=first) if first else ""


def person_line(one: PersonFound, *, today: date | None, speech: Speech) -> PersonLine:
    """Somebody in a list; with ``today`` posts that have ended by then are marked."""
    return PersonLine(
        id=one.id,
        link=f"{PEOPLE}/{one.id}",
        name=one.name,
        posts=tuple(post_line(post, today=today, speech=speech) for post in one.posts),
        addresses=tuple(_addresses(one.addresses, speech=speech)),
        away=speech.say("vắng đến hết %(until)s", until=one.away_until) if one.away_until else "",
    )


def post_line(post: PostFound, *, today: date | None, speech: Speech) -> PostLine:
    """A post of somebody."""
    return PostLine(
        id=post.id,
        said=post.title or speech.words.role(post.role),
        unit=post.unit_name,
        unit_link=f"{UNITS}/{post.unit_id}",
        span=span(post.valid_from, post.valid_to, speech=speech),
        is_ended=post.valid_to is not None and (today is None or post.valid_to < today),
    )


def _addresses(addresses: Mapping[str, str], *, speech: Speech) -> Iterable[str]:
    for channel, to in sorted(addresses.items()):
        key = f"channels.{channel}"
        name = speech.say("điện thoại") if channel == "phone" else speech.words.say(key) if key in speech.words else key
        yield f"{name}: {to if channel in OPEN_CHANNELS else masked(channel, to)}"


def roles_of(policies: Policies) -> tuple[str, ...]:
    """The roles that are offered: the usual ones, then those that the office's policies name."""
    own = [role for roles in policies.roles.values() for role in roles]
    return tuple(dict.fromkeys((*ROLES, *own)))


def role_options(roles: Iterable[str], *, speech: Speech) -> tuple[Option, ...]:
    """Roles to choose from."""
    return tuple(Option(role, speech.words.role(role)) for role in roles)


@dataclass(frozen=True)
class UnitView:
    """One unit. ``below``: units under it, all the way down, a page of them."""

    unit: UnitLine
    id: int
    above_link: str
    people: tuple[PersonLine, ...]
    more_people: str
    below: tuple[UnitLine, ...]
    more: str
    roles: tuple[Option, ...]
    kinds: tuple[Option, ...]


def unit_view(
    unit: UnitFound,
    people: Page[PersonFound],
    *,
    below: Page[UnitFound],
    roles: Iterable[str],
    today: date,
    speech: Speech,
) -> UnitView:
    """The view of one unit."""
    here = f"{UNITS}/{unit.id}"
    return UnitView(
        unit=unit_line(unit, speech=speech),
        id=unit.id,
        above_link=f"{UNITS}/{unit.parent_id}" if unit.parent_id is not None else "",
        people=tuple(person_line(one, today=today, speech=speech) for one in people.items),
        more_people=address(here, {"sau-nguoi": people.next_cursor}) if people.next_cursor else "",
        below=tuple(unit_line(one, speech=speech) for one in below.items if one.id != unit.id),
        more=address(here, {"sau": below.next_cursor}) if below.next_cursor else "",
        roles=role_options(roles, speech=speech),
        kinds=tuple(Option(kind, kind_name(kind, speech=speech)) for kind in UNIT_KINDS),
    )


@dataclass(frozen=True)
class PersonView:
    """One person. ``email`` and ``phone`` as they stand now."""

    person: PersonLine
    email: str
    phone: str
    roles: tuple[Option, ...]


def person_view(person: PersonFound, *, roles: Iterable[str], today: date, speech: Speech) -> PersonView:
    """The view of one person."""
    return PersonView(
        person=person_line(person, today=today, speech=speech),
        email=person.addresses.get("email", ""),
        phone=person.addresses.get("phone", ""),
        roles=role_options(roles, speech=speech),
    )
