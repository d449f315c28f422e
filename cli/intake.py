"""``dondoc intake``: a directive as it was issued becomes the draft of a plan file."""

from __future__ import annotations

import os
from dataclasses import asdict
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from cli.arguments import File, Json, session_of
from cli.failures import complain
from cli.output import day_printed, say, say_json
from cli.session import Session

if TYPE_CHECKING:
    from intake.drafting.draft import Draft

MOST_SHOWN: Final = 12


def intake(
    ctx: typer.Context,
    *,
    file: File,
    org: Annotated[Path | None, typer.Option("--org", metavar="FILE")] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE")] = None,
    is_forced: Annotated[bool, typer.Option("--force")] = False,
    is_review: Annotated[bool, typer.Option("--review")] = False,
    is_json: Json = False,
) -> None:
    """Read a directive and print, write or show the draft of its plan."""
    session = session_of(ctx)
    if out is not None and out.exists() and not is_forced:
        raise session.fail("cli.intake.there", path=out)
    draft = _draft(file, org)
    if out is not None:
        _write(out, _plan_text(session, draft))
    if is_json:
        say_json(_as_json(session, draft))
    elif is_review:
        from cli.intake_review import tell_draft

        tell_draft(session, draft)
    elif out is not None:
        _tell_summary(session, draft, out=out)
    else:
        print(_plan_text(session, draft), end="")
        for warning in _warnings(session, draft):
            complain(f"{session.say('cli.problem.warning')}: {warning}")


def _draft(file: Path, org: Path | None) -> Draft:
    from intake.drafting import draft_of
    from intake.drafting.parties import Directory
    from intake.org_file import read_organisation
    from intake.reading import read_document

    directory = None if org is None else Directory.of(read_organisation(org))
    return draft_of(read_document(file), directory=directory)


def _plan_text(session: Session, draft: Draft) -> str:
    from intake.draft_writer import plan_text

    return plan_text(draft, session.words)


def _warnings(session: Session, draft: Draft) -> list[str]:
    from intake.draft_writer import warning_said

    return [warning_said(warning, session.words) for warning in draft.warnings]


def _write(path: Path, text: str) -> None:
    """Write the whole file or nothing."""
    with NamedTemporaryFile(dir=path.parent, prefix=".", suffix=".part", delete=False) as part:
        try:
            part.write(text.encode())
            part.flush()
            os.fsync(part.fileno())
            os.chmod(part.name, _mode(path))
            os.replace(part.name, path)
        except OSError:
            os.unlink(part.name)
            raise


def _mode(path: Path) -> int:
    """The rights of the file that is replaced, else those of a new file."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _tell_summary(session: Session, draft: Draft, *, out: Path) -> None:
    from intake.draft_remarks import remarks, said

    dated = [(task, deadline) for task in draft.tasks for deadline in task.deadlines]
    values = {"tasks": len(draft.tasks), "dated": len({task.id for task, _ in dated}), "skipped": len(draft.skipped)}
    say(session.say("cli.intake.written", path=out, document=draft.doc))
    say(session.say("cli.intake.counts", **values))
    _tell_some(
        session,
        "cli.intake.dues",
        lines=[
            f"{task.id} {day_printed(found.due)} – “{found.quote}”" for task, found in dated if found.due is not None
        ],
    )
    _tell_some(session, "cli.intake.warnings", lines=_warnings(session, draft))
    doubtful = [f"{r.name}: {said(r, session.words).removeprefix('? ')}" for r in remarks(draft) if r.is_doubtful]
    _tell_some(session, "cli.intake.doubtful", lines=doubtful)
    say(session.say("cli.intake.next", path=out))


def _tell_some(session: Session, key: str, *, lines: list[str]) -> None:
    if not lines:
        return
    say(session.say(key, count=len(lines)))
    for line in lines[:MOST_SHOWN]:
        say(f"- {line}", indent=2)
    if len(lines) > MOST_SHOWN:
        say(session.say("cli.intake.more", count=len(lines) - MOST_SHOWN), indent=2)


def _as_json(session: Session, draft: Draft) -> dict[str, Any]:
    from intake.draft_remarks import remarks
    from intake.draft_writer import plan_mapping

    found = [{**asdict(remark), "place": remark.name} for remark in remarks(draft)]
    warnings = [{"place": w.place, "code": w.code, "values": w.values} for w in draft.warnings]
    plan = plan_mapping(draft, notes=_warnings(session, draft))
    return {"plan": plan, "readings": found, "warnings": warnings}
