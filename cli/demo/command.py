"""``dondoc demo``: plays the story in a folder, says what happens, and ends with tables, counts and one explanation."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.arguments import Json, session_of
from cli.output import say, say_json
from cli.session import Session

if TYPE_CHECKING:
    from cli.demo.morning import Morning
    from cli.demo.outcome import Outcome

SEED = 2026
_FOLDER = "dondoc-demo"
_MORNING = "morning"
_PORT = 8080
_HOUR = 3_600
_LEFT = ("dondoc.db", "dondoc.db-wal", "dondoc.db-shm", "mail/*.eml")


def demo(
    ctx: typer.Context,
    *,
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR")] = None,
    seed: Annotated[int, typer.Option("--seed", metavar="NUMBER")] = SEED,
    is_json: Json = False,
    is_served: Annotated[bool, typer.Option("--serve")] = False,
    port: Annotated[int, typer.Option("--port", metavar="NUMBER", min=1, max=65535)] = _PORT,
    speed: Annotated[float, typer.Option("--speed", metavar="HOURS", min=0.01, max=24)] = 1.0,
) -> None:
    """Play the main job: five directives from plan file to roll-up."""
    if is_served:
        _serve(session_of(ctx), out, seed=seed, port=port, speed=speed)
        return
    from cli.demo.morning import play_morning
    from cli.demo.outcome import conclude
    from cli.demo.sink import MailSink
    from cli.demo.stage import settings_for
    from cli.demo.story import begin, tell_all

    session = session_of(ctx)
    folder = _emptied(out or _default_folder(session))

    def tell(key: str, values: dict[str, str]) -> None:
        print(session.say(f"demo.{key}", **values), file=sys.stderr, flush=True)

    with MailSink(folder / "mail") as sink:
        story = begin(settings_for(folder, port=sink.port), seed=seed, tell=tell)
        tell_all(story)
    tell("morning.begins", {})
    found = conclude(story, folder=folder, kept=sink.kept, morning=play_morning(folder / _MORNING))
    if is_json:
        say_json(_as_json(session, found))
    else:
        _tell(session, found)
    if found.audit.mismatches:
        raise typer.Exit(7)


def _serve(session: Session, out: Path | None, *, seed: int, port: int, speed: float) -> None:
    """Leave the directives running, with a page; nothing is emptied while another one has the port."""
    from cli.demo.serving import serve
    from web.serving import listen

    listener = listen("127.0.0.1", port)
    folder = _emptied(out or _default_folder(session))

    def tell(key: str, values: dict[str, str]) -> None:
        print(session.say(f"demo.{key}", **values), file=sys.stderr, flush=True)

    serve(folder, listener=listener, seed=seed, speed=speed * _HOUR, tell=tell)
    say(session.say("demo.folder", database=folder / "dondoc.db", mail=folder / "mail"))


def _default_folder(session: Session) -> Path:
    """Beside the other data of whoever named a data folder, else in the present folder."""
    if "data_dir" in session.settings.model_fields_set:
        return session.settings.data_dir / _FOLDER
    return Path.cwd() / _FOLDER


def _emptied(folder: Path) -> Path:
    """The folder, without what an earlier demo left in it; nothing else is touched."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _MORNING).mkdir(exist_ok=True)
    for pattern in (f"{place}{name}" for place in ("", f"{_MORNING}/") for name in _LEFT):
        for path in folder.glob(pattern):
            path.unlink()
    return folder.resolve()


def _tell(session: Session, found: Outcome) -> None:
    from cli.rollup import tell_roll_up
    from cli.why import tell_why
    from engine.tallies import Denominator
    from reports.official_table import official_table

    for one in (*found.tables, *found.figures):
        say()
        tell_roll_up(session, official_table(one, words=session.words, denominator=Denominator.DUE))
    say()
    say(session.say("demo.mails", kept=found.kept))
    for kind, count in found.mails.items():
        say(f"{session.say(f'demo.kinds.{kind}')}: {count}", indent=2)
    say()
    say(session.say("demo.explained"))
    tell_why(session, found.explained)
    say()
    _tell_morning(session, found.morning)
    say()
    say(session.say("demo.morning.kept", folder=found.folder / _MORNING))
    say()
    key = "demo.audit_bad" if found.audit.mismatches else "demo.audit_good"
    say(session.say(key, nodes=found.audit.nodes, obligations=found.audit.obligations, histories=found.histories))
    say(session.say("demo.folder", database=found.folder / "dondoc.db", mail=found.folder / "mail"))


def _tell_morning(session: Session, morning: Morning) -> None:
    """Each case with its trail, in the words of the record."""
    from cli.demo.morning import DAY

    say(session.say("demo.morning.title", day=DAY))
    for case, lines in _trails(session, morning).items():
        say()
        say(session.say(f"demo.morning.cases.{case}", name=morning.trails[case].name))
        for line in lines:
            say(f"- {line}", indent=2)


def _trails(session: Session, morning: Morning) -> dict[str, list[str]]:
    from cli.demo.record import opening, sentences

    found = {case: sentences(trail, session.words) for case, trail in morning.trails.items()}
    found["pressed"].append(session.say("demo.morning.answered", text=opening(morning.answer)))
    return found


def _as_json(session: Session, found: Outcome) -> dict[str, Any]:
    from cli.why import why_as_json
    from engine.tallies import Denominator
    from reports.official_table import as_json, official_table

    def table(one: Any) -> Any:
        return as_json(official_table(one, words=session.words, denominator=Denominator.DUE))

    return {
        "folder": str(found.folder),
        "database": str(found.folder / "dondoc.db"),
        "mail": str(found.folder / "mail"),
        "tables": [table(one) for one in found.tables],
        "figures": [table(one) for one in found.figures],
        "mails": found.mails,
        "mails_kept": found.kept,
        "acts": found.acts,
        "audit": asdict(found.audit),
        "histories_checked": found.histories,
        "why": why_as_json(session, found.explained),
        "morning": {
            case: {"happened": [one.what for one in found.morning.trails[case].happenings], "told": told}
            for case, told in _trails(session, found.morning).items()
        },
    }
