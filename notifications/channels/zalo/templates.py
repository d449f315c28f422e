"""Approved templates: which parameters they have, how long each may be, and how a card's values fill them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.outbox import Outcome, OutcomeClass
from notifications.channels.zalo.codes import code_of
from notifications.channels.zalo.wire import word
from notifications.mail import one_line


@dataclass(frozen=True)
class Parameter:
    """One parameter as ``listParams`` tells it. Lengths count letters in NFC; ``longest`` None: not told."""

    name: str
    is_required: bool = True
    shortest: int = 0
    longest: int | None = None
    may_be_empty: bool = False


@dataclass(frozen=True)
class Template:
    """What Zalo says of a template. ``status`` is its own word (ENABLE, PENDING_REVIEW, REJECT, DISABLE, …); prices are
    đồng by phone and by UID, None where they are not told."""

    template_id: str
    status: str
    quality: str
    parameters: tuple[Parameter, ...]
    phone_price: float | None = None
    uid_price: float | None = None


@dataclass(frozen=True)
class TemplateForm:
    """How a message becomes a template: parameter → key of the card (``Rendered.card``), and the limits that were
    cached when the template was last looked at (none: nothing is checked here)."""

    template_id: str
    card_keys: Mapping[str, str]
    parameters: tuple[Parameter, ...] = ()


@dataclass(frozen=True)
class Filled:
    """A template with its values, ready to go."""

    template_id: str
    data: Mapping[str, str] = field(default_factory=dict)


def fill(form: TemplateForm, card: Mapping[str, str]) -> Filled | Outcome:
    """The values in NFC on one line each; payload with the parameter's name where one is missing or does not fit."""
    values = {name: one_line(card.get(key, "")).strip() for name, key in form.card_keys.items()}
    limits = {parameter.name: parameter for parameter in form.parameters}
    missing = [parameter for parameter in form.parameters if parameter.name not in values]
    problems = [f"{parameter.name}: no value is meant for it" for parameter in missing if parameter.is_required]
    problems += [f"{name}: the template has no such parameter" for name in values if limits and name not in limits]
    problems += [
        f"{name}: {problem}" for name, value in values.items() if (problem := _problem(value, limits.get(name)))
    ]
    if problems:
        return Outcome(OutcomeClass.PAYLOAD, detail=f"template {form.template_id}, {problems[0]}")
    optional = {parameter.name for parameter in form.parameters if not parameter.is_required}
    return Filled(form.template_id, {name: value for name, value in values.items() if value or name not in optional})


def _problem(value: str, limit: Parameter | None) -> str:
    if not value:
        is_fine = limit is not None and (limit.may_be_empty or not limit.is_required)
        return "" if is_fine else "empty"
    if limit is None:
        return ""
    if limit.longest is not None and len(value) > limit.longest:
        return f"{len(value)} letters, {limit.longest} allowed"
    return f"{len(value)} letters, {limit.shortest} needed" if len(value) < limit.shortest else ""


def read_template(data: Mapping[str, Any]) -> Template:
    """The template in the ``data`` of ``/template/info/v2``."""
    listed = data.get("listParams")
    return Template(
        template_id=word(data.get("templateId")),
        status=word(data.get("status")),
        quality=word(data.get("templateQuality")),
        parameters=tuple(read_parameters(listed if isinstance(listed, list) else [])),
        phone_price=_price(data.get("price_sdt")),
        uid_price=_price(data.get("price_uid")),
    )


def read_parameters(listed: list[Any]) -> list[Parameter]:
    """The parameters in ``listParams``; what has no name is left out."""
    return [
        Parameter(
            name=word(each.get("name")),
            is_required=each.get("require") is not False,
            shortest=code_of(each.get("minLength")) or 0,
            longest=code_of(each.get("maxLength")),
            may_be_empty=each.get("acceptNull") is True,
        )
        for each in listed
        if isinstance(each, dict) and word(each.get("name"))
    ]


def _price(value: object) -> float | None:
    try:
        return float(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else None
    except (ValueError, OverflowError):
        return None
