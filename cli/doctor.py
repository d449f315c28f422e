"""``dondoc doctor``: numbered checks, each with a hint."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from cli.arguments import Json, session_of
from cli.failures import UNHEALTHY
from cli.output import say, say_json
from cli.session import Session

if TYPE_CHECKING:
    from config.doctor import Finding


def doctor(
    ctx: typer.Context,
    *,
    true_time: Annotated[str | None, typer.Option("--true-time", metavar="INSTANT")] = None,
    resolver: Annotated[str, typer.Option("--resolver", metavar="IP[#PORT]")] = "",
    is_json: Json = False,
) -> None:
    """Examine the office."""
    from config.doctor import examine

    session = session_of(ctx)
    true_at = None if true_time is None else session.instant(true_time, is_past=False)
    time_source = None if true_at is None else lambda: true_at
    found = examine(
        data_dir=session.data_dir,
        language=session.language,
        clock=session.clock,
        time_source=time_source,
        resolver=resolver,
    )
    is_broken = any(finding.level == "error" for finding in found)
    if is_json:
        findings = [{**asdict(finding), **_sentences(session, finding)} for finding in found]
        say_json({"is_healthy": not is_broken, "findings": findings})
    else:
        for finding in found:
            _tell(session, finding)
        say(session.say("doctor.broken" if is_broken else "doctor.healthy"))
    if is_broken:
        raise typer.Exit(UNHEALTHY)


def _sentences(session: Session, finding: Finding) -> dict[str, str]:
    words = session.words
    hint = f"doctor.hints.{finding.code}"
    values = words.spoken("PolicyBroken", finding.values) if finding.code == "policies_broken" else finding.values
    return {
        "said": words.say(f"doctor.found.{finding.code}", **values),
        "hint": words.say(hint, **finding.values) if hint in words else "",
    }


def _tell(session: Session, finding: Finding) -> None:
    said = _sentences(session, finding)
    say(f"{finding.id} {session.say(f'doctor.levels.{finding.level}')} {said['said']}")
    if said["hint"] and finding.level != "ok":
        say(f"→ {said['hint']}", indent=5)
