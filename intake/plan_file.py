"""Plan files: the YAML that intake drafts, an official corrects and issuing turns into a directive."""

from pathlib import Path

from engine.errors import Problem
from engine.plans import DirectiveSpec
from intake.plan_head import (
    KEYS,
    read_based_on,
    read_issue_date,
    read_number,
    read_period,
    read_policy,
    read_rest,
    read_selectors,
    read_urgency,
    refuse_secret,
)
from intake.plan_reach import check_owners
from intake.plan_tasks import read_tasks
from intake.yaml_fields import Fields
from intake.yaml_places import Findings, MapNode, read_yaml, read_yaml_text

__all__ = ["check_owners", "examine_plan", "read_plan"]


def read_plan(path: Path) -> tuple[DirectiveSpec, tuple[Problem, ...]]:
    """The directive of a plan file and the warnings about it.

    Raise InputRefused with every finding if one of them is an error, and SecretDocument, with nothing of what the
    file holds, if it is marked secret.
    """
    root, findings = read_yaml(path)
    spec = _spec(root, findings, name=path.name)
    findings.refuse_if_errors()
    return spec, findings.in_order()


def examine_plan(text: str, *, name: str) -> tuple[DirectiveSpec, tuple[Problem, ...]]:
    """The directive of a plan at hand, as far as it can be read, with every finding, errors among them.

    Raise InputRefused only for what is no YAML mapping, and SecretDocument like ``read_plan``. ``name`` is what
    findings call the plan.
    """
    root, findings = read_yaml_text(text, name=name)
    return _spec(root, findings, name=name), findings.in_order()


def _spec(root: MapNode, findings: Findings, *, name: str) -> DirectiveSpec:
    top = Fields(root, findings)
    refuse_secret(top)
    top.check_keys(KEYS, is_slip_fatal=True)
    period = read_period(top)
    issued_text, frame = read_issue_date(top, period)
    number, suffix = read_number(top)
    return DirectiveSpec(
        doc=top.label("doc") or name,
        issuer=top.required_text("issuer"),
        title=top.required_text("title"),
        doc_type=top.required_text("doc_type"),
        issued_text=issued_text,
        tasks=read_tasks(top, frame),
        number=number,
        number_suffix=suffix,
        issued_on=frame.issued_on,
        place=top.text("place"),
        urgency=read_urgency(top),
        addressees=top.texts("addressees"),
        recipients=top.texts("recipients"),
        based_on=read_based_on(top),
        period_phrase=period.phrase,
        period_start=period.start,
        period_end=period.end,
        ladder=top.text("ladder"),
        selectors=read_selectors(top),
        policy=read_policy(top),
        head=read_rest(top),
    )
