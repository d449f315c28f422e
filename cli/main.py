"""The command ``dondoc``: its commands in order, and how a run begins and ends."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from typer.exceptions import TyperException

from cli import (
    account,
    acts,
    audit,
    channels,
    contacts,
    deadline,
    directives,
    doctor,
    extend,
    intake,
    issue,
    messages,
    organisation,
    plan,
    policies,
    rollup,
    running,
    setup,
    show,
    simulate,
    status,
    why,
    workdays,
)
from cli.failures import (
    INTERRUPTED,
    PIPE_CLOSED,
    USAGE,
    complain,
    file_failed,
    log_unexpected,
    refused,
)
from cli.session import Session
from cli.spoken import SpokenCommand, group
from cli.usage import usage_sentence

app = group("dondoc")
_GROUPS = {
    "org": organisation.app,
    "plan": plan.app,
    "extend": extend.app,
    "audit": audit.app,
    "calendar": workdays.app,
    "messages": messages.app,
    "contacts": contacts.app,
    "account": account.app,
    "policies": policies.app,
    "flows": running.app,
    "zalo": channels.app,
}
_COMMANDS: dict[str, Callable[..., None]] = {
    "init": setup.init,
    "intake": intake.intake,
    "issue": issue.issue,
    "directives": directives.directives,
    "deadline": deadline.deadline,
    "status": status.status,
    "show": show.show,
    "why": why.why,
    "ack": acts.ack,
    "start": acts.start,
    "report": acts.report,
    "accept": acts.accept,
    "return": acts.return_,
    "cancel": acts.cancel,
    "correct": acts.correct,
    "rollup": rollup.rollup,
    "simulate": simulate.simulate,
    "sweep": running.sweep,
    "deliver": running.deliver,
    "up": running.up,
    "send-test": channels.send_test,
    "doctor": doctor.doctor,
}
_PASSED_ON = {"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []}


def _tell_version(is_asked: bool) -> None:
    if is_asked:
        from importlib.metadata import version as installed

        print(f"dondoc {installed('dondoc')}")
        raise typer.Exit


@app.callback()
def dondoc(
    ctx: typer.Context,
    *,
    lang: Annotated[
        str | None, typer.Option("--lang", envvar="DONDOC_LANGUAGE", metavar="vi|en", is_eager=True)
    ] = None,
    data: Annotated[Path | None, typer.Option("--data", metavar="DIR")] = None,
    version: Annotated[  # noqa: ARG001 - its callback answers
        bool, typer.Option("--version", is_eager=True, callback=_tell_version)
    ] = False,
) -> None:
    """Set the session up."""
    if lang not in (None, "vi", "en"):
        raise Session("vi").fail("cli.usage.language", text=lang)
    session: Session = ctx.obj
    session.language, session.data_dir = lang, data


@app.command("demo", context_settings=_PASSED_ON, add_help_option=False)
def demo(ctx: typer.Context) -> None:
    """Hand everything to the demo, which reads its own options and is loaded only now."""
    from cli.demo.command import demo as play_demo

    inner = group()
    inner.command(cls=SpokenCommand)(play_demo)
    command = typer.main.get_command(inner)
    with command.make_context("dondoc demo", list(ctx.args), obj=ctx.obj) as inner_ctx:
        command.invoke(inner_ctx)


for _name, _command in _COMMANDS.items():
    app.command(_name, cls=SpokenCommand)(_command)
for _name, _group in _GROUPS.items():
    app.add_typer(_group, name=_name)


def run(arguments: list[str] | None = None) -> None:
    """Run the command of this process and end it with a documented exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    session = Session()
    log_unexpected(session)
    sys.exit(outcome(arguments, session))


def outcome(arguments: list[str] | None, session: Session) -> int:
    """The exit code of a run; what is not foreseen comes out as it is."""
    from engine.errors import DondocError

    try:
        _invoke(sys.argv[1:] if arguments is None else arguments, session)
        sys.stdout.flush()
    except typer.Exit as end:
        return end.exit_code
    except TyperException as error:
        complain(usage_sentence(error, session))
        return USAGE
    except DondocError as error:
        return refused(error, session)
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except BrokenPipeError:
        _silence()
        return PIPE_CLOSED
    except OSError as error:
        return file_failed(error, session)
    finally:
        session.close()
    return 0


def _invoke(arguments: list[str], session: Session) -> None:
    # Not by the command's main(), which has exit codes of its own.
    command = typer.main.get_command(app)
    with command.make_context("dondoc", list(arguments), obj=session) as ctx:
        command.invoke(ctx)


def _silence() -> None:
    """Nobody reads any more: let the interpreter flush into nothing when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    run()
