"""``dondoc why``: where a date comes from, and each reminder: who, when, sent or why not."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import typer

from cli.arguments import At, Id, Json, session_of
from cli.legs import tell_legs
from cli.output import Column, say, say_json, table
from cli.session import Session
from cli.show import actor, tell_head

if TYPE_CHECKING:
    from engine.service.views import Decision, Why

AHEAD = 8


def why(ctx: typer.Context, *, obligation_id: Id, at: At = None, is_json: Json = False) -> None:
    """Explain the date and the reminders of an obligation."""
    from engine.service.views import why as explain

    session = session_of(ctx)
    instant = session.instant(at, is_past=False)
    found = explain(session.database, obligation_id, at=instant, policies=session.policies)
    if is_json:
        say_json(why_as_json(session, found))
        return
    tell_why(session, found)


def tell_why(session: Session, found: Why) -> None:
    """Print where the date comes from and what was decided about each rung."""
    tell_head(session, found.obligation)
    _tell_versions(session, found)
    _tell_decisions(session, found)
    _tell_rungs(session, found)


def _tell_versions(session: Session, found: Why) -> None:
    for version in found.versions:
        say()
        say(session.say("cli.why.version", number=version.version, day=session.words.day(version.last_day)))
        if not version.reason:  # a version that was moved no longer stands on the printed phrase
            key = "cli.why.quote" if version.quote else "cli.why.no_quote"
            say(session.say(key, quote=version.quote), indent=2)
        for step in version.steps:
            say(f"- {session.words.step(step)}", indent=2)
        if version.reason:
            by = actor(session, version.set_by)
            say(session.say("cli.why.moved", reason=version.reason, by=by, at=version.set_at), indent=2)


def _tell_decisions(session: Session, found: Why) -> None:
    say()
    if not found.decisions:
        say(session.say("cli.why.none"))
        return
    say(session.say("cli.why.decisions"))
    columns = [
        Column(session.say("cli.why.at"), width=16),
        Column(session.say("cli.why.rung"), share=3),
        Column(session.say("cli.why.person"), share=3),
        Column(session.say("cli.why.decision"), share=4),
    ]
    rows: list[tuple[str, ...]] = []
    is_first = True
    for number, one in enumerate(found.decisions, start=1):
        rows.append(_decision_row(session, one))
        if one.messages or number == len(found.decisions):
            table(columns, rows, is_wrapped=True, is_headed=is_first)
            tell_legs(session, one.messages, indent=4)
            rows, is_first = [], False


def _decision_row(session: Session, one: Decision) -> tuple[str, ...]:
    from reports.explaining import outcome, rung_of

    words = session.words
    audience = words.audience(one.audience)
    person = f"{one.person_name} ({audience})" if one.person_name else audience
    return (
        str(words.shown(one.rung_at)),
        words.rung(one.rung, rung_of(one.rung, session.policies)),
        person,
        outcome(one, words, policies=session.policies),
    )


def _tell_rungs(session: Session, found: Why) -> None:
    words = session.words
    for key, rungs in (("not_valid", found.not_valid), ("ahead", found.ahead)):
        if not rungs:
            continue
        say()
        say(session.say(f"cli.why.{key}"))
        for due in rungs[:AHEAD]:
            values = {
                "at": due.at,
                "rung": words.rung(due.key, due.rung),
                "audience": words.audience(due.rung.audience),
            }
            say(session.say("cli.why.planned", **values), indent=2)
        if len(rungs) > AHEAD:
            say(session.say("cli.why.more", more=len(rungs) - AHEAD), indent=2)


def why_as_json(session: Session, found: Why) -> dict[str, Any]:
    """The explanation for a program."""
    return {
        "obligation": asdict(found.obligation),
        "versions": [
            {**asdict(version), "derivation": [session.words.step(step) for step in version.steps]}
            for version in found.versions
        ],
        "decisions": [asdict(one) for one in found.decisions],
        "ahead": [_json_rung(due) for due in found.ahead],
        "not_valid": [_json_rung(due) for due in found.not_valid],
    }


def _json_rung(due: Any) -> dict[str, Any]:
    return {"rung": due.key, "at": due.at, "audience": due.rung.audience}
