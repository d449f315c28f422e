"""The mail with a sign-in link: who asked, what the link does, and that nothing need be done by who did not ask."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from notifications.mail import Rendered
from notifications.wording import environment


@dataclass(frozen=True)
class SignInLetter:
    """What the mail says. ``link`` works once, for ``minutes``; ``client`` is the asker's address in the network, "" if
    unknown. Nothing that the asker could have made up stands in it."""

    person: str
    link: str = field(repr=False)
    asked_at: datetime
    client: str
    minutes: int


def render_sign_in(
    letter: SignInLetter, *, language: Literal["vi", "en"], sender_office: str, zone: ZoneInfo
) -> Rendered:
    """Put it into words. Raises jinja2.TemplateError for a value that a template misses."""
    plain = environment(is_html=False)
    words: Any = plain.get_template(f"sign_in.{language}.j2").module
    local = letter.asked_at.astimezone(zone)
    paragraphs = [
        words.greeting(" ".join(letter.person.split())),
        words.asked(local, letter.client, sender_office),
        f"{words.use(letter.minutes)}\n{letter.link}",
        words.otherwise(),
    ]
    values = {
        "language": language,
        "subject": " ".join(words.subject().split()),
        "lead": words.lead(letter.minutes),
        "paragraphs": [one.strip() for one in paragraphs],
        "footer": (words.caution(), sender_office),
    }
    return Rendered(
        values["subject"],
        plain.get_template("answer.txt.j2").render(values),
        environment(is_html=True).get_template("answer.html.j2").render(values),
    )
