"""``dondoc show``: one obligation in full."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import typer

from cli.arguments import At, Id, Json, session_of
from cli.output import say, say_json
from cli.session import Session

if TYPE_CHECKING:
    from engine.service.views import Shown


def show(ctx: typer.Context, *, obligation_id: Id, at: At = None, is_json: Json = False) -> None:
    """Show an obligation with its source clause, history, reports and requests."""
    from engine.service.views import show_obligation

    session = session_of(ctx)
    instant = session.instant(at, is_past=False)
    found = show_obligation(session.database, obligation_id, at=instant, policies=session.policies)
    if is_json:
        say_json(_as_json(found))
        return
    tell_head(session, found.obligation)
    _tell_sources(session, found)
    _tell_history(session, found)
    _tell_reports(session, found)


def tell_head(session: Session, one: Any) -> None:
    """The lines that say which obligation this is and how it stands."""
    words = session.words
    say(session.say("cli.show.head", id=one.id, unit=one.unit_name))
    say(session.say("cli.show.task", key=one.task_key, text=one.task_text), indent=2)
    say(session.say("cli.show.document", document=one.document or "–", issuer=one.issuer_name), indent=2)
    standing = words.timeliness(one.timeliness)
    say(session.say("cli.show.status", status=words.status(one.status), standing=standing), indent=2)
    say(session.say("cli.show.last_day", day=words.day(one.last_day)), indent=2)


def _tell_sources(session: Session, found: Shown) -> None:
    if found.line is not None:
        say(session.say("cli.show.source", file=found.source, line=found.line, section=found.section or "–"), indent=2)
    say(session.say("cli.show.assigned_at", at=found.assigned_at), indent=2)
    for key, names in (("coordinators", found.coordinators), ("informed", found.informed)):
        if names:
            say(session.say(f"cli.show.{key}", names="; ".join(names)), indent=2)
    for spec in found.fields:
        is_needed = session.say("cli.show.required") if spec["is_required"] else session.say("cli.show.optional")
        say(session.say("cli.show.field", key=spec["key"], label=spec["label"], required=is_needed), indent=2)


def _tell_history(session: Session, found: Shown) -> None:
    if not found.history:
        return
    say()
    say(session.say("cli.show.history"))
    for entry, at in found.history:
        said = session.say(
            "cli.show.entry", at=at, fact=session.words.fact(entry.kind), actor=actor(session, entry.actor)
        )
        say(f"{said}{f' – {entry.reason}' if entry.reason else ''}", indent=2)


def actor(session: Session, name: str) -> str:
    """Who did something; time itself is called the system."""
    return session.say("cli.show.system") if name == "system" else name


def _tell_reports(session: Session, found: Shown) -> None:
    for report in found.handed_in:
        say()
        review = session.say(f"cli.show.review_{report.review or 'waiting'}")
        say(session.say("cli.show.report", number=report.number, at=report.submitted_at, review=review))
        if report.text:
            say(report.text, indent=2)
        for key, value in report.figures.items():
            say(f"{key} = {value}", indent=2)
        for file in report.files:
            say(
                session.say("cli.show.file", name=file["name"], size=file["size"], sha256=file["sha256"][:12]), indent=2
            )
    for asked in found.extensions:
        say()
        answer = session.say(f"cli.show.extension_{asked.decision or 'open'}")
        say(
            session.say(
                "cli.show.extension", at=asked.asked_at, until=asked.until_on, reason=asked.reason, answer=answer
            )
        )


def _as_json(found: Shown) -> dict[str, Any]:
    return {
        **asdict(found.obligation),
        "section": found.section,
        "line": found.line,
        "source": found.source,
        "coordinators": found.coordinators,
        "informed": found.informed,
        "fields": found.fields,
        "assigned_at": found.assigned_at,
        "versions": [asdict(version) for version in found.versions],
        "history": [{**entry._asdict(), "payload": json.loads(entry.payload)} for entry, _ in found.history],
        "reports": [report._asdict() for report in found.handed_in],
        "extensions": [asked._asdict() for asked in found.extensions],
    }
