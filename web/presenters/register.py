"""The list of directives as its page shows it."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.service.paging import Page
from engine.service.register import DirectiveCard, DirectiveHead
from web.i18n import Speech
from web.presenters.asked import address
from web.presenters.tables import Standing, standing

STATES: Mapping[str, str] = {"": "all", "dang-thuc-hien": "open", "qua-han": "overdue", "da-xong": "done"}
"""What addresses say, and what the register calls it."""


@dataclass(frozen=True)
class Choice:
    """One of some links of which one is where the reader is."""

    name: str
    link: str
    is_here: bool


@dataclass(frozen=True)
class CardView:
    """One directive in the list."""

    link: str
    document: str
    issued: str
    issuer: str
    title: str
    is_whole: bool
    standing: Standing


@dataclass(frozen=True)
class RegisterView:
    """A page of the list. ``more``: the address of the next one, "" at the end."""

    text: str
    state: str
    choices: tuple[Choice, ...]
    cards: tuple[CardView, ...]
    more: str
    is_first: bool


def present(found: Page[DirectiveCard], *, text: str, state: str, cursor: str | None, speech: Speech) -> RegisterView:
    """The view of a page of the list."""
    query = {name: value for name, value in (("q", text), ("trang-thai", state)) if value}
    names = {
        "": speech.say("Tất cả"),
        "dang-thuc-hien": speech.say("Đang thực hiện"),
        "qua-han": speech.say("Có việc quá hạn"),
        "da-xong": speech.say("Đã xong"),
    }
    searched = {"q": text} if text else {}
    return RegisterView(
        text=text,
        state=state,
        choices=tuple(
            Choice(name, address("/van-ban", {**searched, **({"trang-thai": one} if one else {})}), one == state)
            for one, name in names.items()
        ),
        cards=tuple(card_view(card, speech=speech) for card in found.items),
        more=address("/van-ban", {**query, "sau": found.next_cursor}) if found.next_cursor else "",
        is_first=cursor is None,
    )


def card_view(card: DirectiveCard, *, speech: Speech) -> CardView:
    """One line of the list."""
    head = card.head
    return CardView(
        link=f"/van-ban/{head.id}",
        document=document_name(head, speech=speech),
        issued=issued(head.issued_text),
        issuer=head.issuer_name,
        title=head.title,
        is_whole=card.is_whole,
        standing=standing(card.counts, speech=speech),
    )


def document_name(head: DirectiveHead, *, speech: Speech) -> str:
    """The number of a document with its kind, as people say it."""
    kind = (
        speech.words.say(f"intake.doc_type.{head.doc_type}")
        if f"intake.doc_type.{head.doc_type}" in speech.words
        else ""
    )
    number = speech.say("số %(number)s", number=head.document) if head.document else speech.say("không số")
    said = f"{kind} {number}".strip()
    return said[:1].upper() + said[1:]


def issued(text: str) -> str:
    """The printed day or month of issue, day first: 2023-10 is 10/2023."""
    return "/".join(reversed(text.split("-")))
