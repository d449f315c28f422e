"""What people do to obligations: acknowledge, start, report, accept, return, cancel, correct the date."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.arguments import As, At, Id, Ids, Reason, session_of
from cli.output import say
from cli.session import Session

if TYPE_CHECKING:
    from engine.service.obligations import Acted, ReportInput


def ack(ctx: typer.Context, *, ids: Ids, as_: As = None, at: At = None) -> None:
    """Acknowledge."""
    _act_each(session_of(ctx), ids, verb="acknowledge", as_=as_, at=at)


def start(ctx: typer.Context, *, ids: Ids, as_: As = None, at: At = None) -> None:
    """Start."""
    _act_each(session_of(ctx), ids, verb="start", as_=as_, at=at)


def accept(ctx: typer.Context, *, ids: Ids, as_: As = None, at: At = None) -> None:
    """Accept the report that waits."""
    _act_each(session_of(ctx), ids, verb="accept", as_=as_, at=at)


def return_(ctx: typer.Context, *, ids: Ids, reason: Reason = "", as_: As = None, at: At = None) -> None:
    """Return the report that waits."""
    _act_each(session_of(ctx), ids, verb="return", as_=as_, at=at, reason=reason)


def cancel(ctx: typer.Context, *, ids: Ids, reason: Reason = "", as_: As = None, at: At = None) -> None:
    """Cancel."""
    _act_each(session_of(ctx), ids, verb="cancel", as_=as_, at=at, reason=reason)


def report(
    ctx: typer.Context,
    *,
    obligation_id: Id,
    text: Annotated[str, typer.Option("--text", metavar="TEXT")] = "",
    figure: Annotated[list[str] | None, typer.Option("--figure", metavar="KEY=VALUE")] = None,
    file: Annotated[list[Path] | None, typer.Option("--file", metavar="PATH")] = None,
    as_: As = None,
    at: At = None,
) -> None:
    """Hand in a report."""
    from config.report_files import keep_files
    from engine.service.obligations import ReportInput

    session = session_of(ctx)
    figures = _figures(session, figure or ())
    kept = keep_files(file or (), session.settings.data_dir / "files")
    handed_in = ReportInput(text=text, figures=figures, files=kept)
    _act_each(session, [obligation_id], verb="report", as_=as_, at=at, report=handed_in)


def _figures(session: Session, given: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in given:
        key, mark, value = one.partition("=")
        if not mark or not key.strip():
            raise session.fail("cli.usage.figure", text=one)
        if key.strip() in found:
            raise session.fail("cli.usage.figure_twice", key=key.strip())
        found[key.strip()] = value.strip()
    return found


def _act_each(
    session: Session,
    ids: Sequence[int],
    *,
    verb: str,
    as_: str | None,
    at: str | None,
    reason: str = "",
    report: ReportInput | None = None,
) -> None:
    from engine.service.obligations import act
    from engine.states import Verb

    instant = session.instant(at)
    for one in dict.fromkeys(ids):
        actor = session.actor(as_, at=instant, obligation_id=one)
        given: dict[str, Any] = {"actor": actor, "at": instant, "policies": session.policies, "reason": reason}
        tell_act(session, act(session.database, one, verb=Verb(verb), report=report, **given))


def tell_act(session: Session, done: Acted) -> None:
    """Where an obligation stands after an act."""
    say(session.say("cli.acts.done", id=done.obligation_id, status=session.words.status(done.status)))


def correct(
    ctx: typer.Context,
    *,
    obligation_id: Id,
    phrase: Annotated[str | None, typer.Option("--phrase", metavar="PHRASE")] = None,
    is_none: Annotated[bool, typer.Option("--none")] = False,
    reason: Reason = "",
    as_: As = None,
    at: At = None,
) -> None:
    """Correct a deadline that was read or typed wrongly."""
    from engine.deadlines import OFFICE_ZONE, NoDeadline, has_one_date
    from engine.errors import PhraseNotUnderstood
    from engine.service.deadlines import correct_deadline
    from intake.phrases import read_phrase

    session = session_of(ctx)
    if (phrase is None) is not is_none:
        raise session.fail("cli.usage.phrase_or_none")
    instant = session.instant(at)
    day = instant.astimezone(OFFICE_ZONE).date()
    rule = NoDeadline() if phrase is None else read_phrase(phrase, issued_on=day).rule
    if phrase is not None and not has_one_date(rule):
        raise PhraseNotUnderstood(phrase=phrase, reason="not_a_deadline")
    actor = session.actor(as_, at=instant, obligation_id=obligation_id)
    done = correct_deadline(
        session.database, obligation_id, rule=rule, reason=reason, actor=actor, at=instant, policies=session.policies
    )
    tell_act(session, done)
    tell_date(session, obligation_id)


def tell_date(session: Session, obligation_id: int) -> None:
    """The deadline in force now."""
    from engine.service.views import show_obligation

    now = session.clock.now()
    found = show_obligation(session.database, obligation_id, at=now, policies=session.policies)
    say(session.say("cli.acts.date", day=session.words.day(found.obligation.last_day)))
