"""A draft as its page shows it: the head, the tasks with whom and when, the text beside them, what is wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from config.assigning import DraftView
from engine.errors import Problem
from engine.ladders import Policies
from engine.plans import ALL_ADDRESSEES
from engine.service.outline import Reach, TaskOutline
from engine.service.schedule import Dated
from intake.derivation import Derived
from intake.plan_reading import DeadlineReading, PlanReading, TaskReading, TextLine, Value, task_of
from web.i18n import Speech


@dataclass(frozen=True)
class Finding:
    """Something that is wrong or worth a look, and the task it is about ("" for none)."""

    sentence: str
    task: str
    is_warning: bool


@dataclass(frozen=True)
class Fact:
    """A value with how it was read."""

    label: str
    text: str
    remark: str
    is_doubtful: bool


@dataclass(frozen=True)
class DateView:
    """One time of a task: the phrase, the day it means, how it came about."""

    phrase: str
    day: str
    steps: tuple[str, ...]
    remark: str
    is_doubtful: bool
    is_recurring: bool


@dataclass(frozen=True)
class TaskView:
    """A task."""

    key: str
    line: int | None
    text: str
    section: str
    owner: Fact
    reach: str
    reaches_nobody: bool
    coordinators: str
    kind: str
    dates: tuple[DateView, ...]
    report_to: str
    figures: tuple[str, ...]
    ladder: str
    findings: tuple[Finding, ...]
    is_doubtful: bool


@dataclass(frozen=True)
class SkippedView:
    """A clause that was left out."""

    number: int
    line: int | None
    text: str
    why: str


@dataclass(frozen=True)
class DraftPage:
    """Everything the page says of a draft."""

    id: int
    version: int
    title: str
    file_name: str
    unit: str
    author: str
    issued_as: int | None
    head: tuple[Fact, ...]
    head_is_doubtful: bool
    tasks: tuple[TaskView, ...]
    skipped: tuple[SkippedView, ...]
    notes: tuple[str, ...]
    lines: tuple[TextLine, ...]
    findings: tuple[Finding, ...]
    units: int
    obligations: int
    undated: int
    doubtful: int
    is_own: bool
    may_be_issued: bool


def present(view: DraftView, speech: Speech) -> DraftPage:
    """The page of a draft."""
    reading, draft, seen = view.reading, view.draft, view.outline
    keys = [task.key for task in reading.tasks]
    findings = tuple(finding(problem, keys, speech=speech) for problem in view.problems)
    tasks = tuple(_task(task, seen.tasks.get(task.key), findings=findings, speech=speech) for task in reading.tasks)
    head = _head(reading, speech)
    return DraftPage(
        id=draft.id,
        version=draft.version,
        title=draft.title,
        file_name=draft.file_name,
        unit=draft.unit_name,
        author=draft.author,
        issued_as=draft.issued_as,
        head=head,
        head_is_doubtful=any(fact.is_doubtful for fact in head),
        tasks=tasks,
        skipped=tuple(
            SkippedView(n, one.line, one.text, words_of(f"intake.why.{one.why}", one.why, speech=speech))
            for n, one in enumerate(reading.skipped)
        ),
        notes=reading.notes,
        lines=view.lines,
        findings=findings,
        units=seen.units,
        obligations=seen.obligations,
        undated=seen.undated,
        doubtful=sum(task.is_doubtful for task in tasks),
        is_own=seen.is_own,
        may_be_issued=view.may_be_issued and draft.issued_as is None,
    )


def finding(problem: Problem, keys: Sequence[str], *, speech: Speech) -> Finding:
    """A problem of the plan in words."""
    return Finding(problem_said(problem, speech), task_of(problem, keys), problem.is_warning)


def problem_said(problem: Problem, speech: Speech) -> str:
    """A problem of the plan in words, with the names of the page for places and reasons."""
    values = dict(problem.values)
    if "where" in values:
        values["where"] = place_said(str(values["where"]), speech)
    if f"rules.{values.get('reason')}" in speech.words:
        values["reason"] = speech.words.say(f"rules.{values['reason']}")
    return speech.words.problem(replace(problem, values=values))


def place_said(where: str, speech: Speech) -> str:
    """A place of the plan as the page calls it: "T03.deadlines[1].phrase" is T03, the first deadline."""
    _ = speech.say
    names = {
        "number": _("số, ký hiệu"),
        "issued_on": _("ngày ban hành"),
        "issuer": _("cơ quan ban hành"),
        "title": _("trích yếu"),
        "addressees": _("nơi nhận"),
        "urgency": _("độ khẩn"),
        "ladder": _("thang nhắc"),
        "text": _("nội dung"),
        "owner": _("giao cho"),
        "lead": _("chủ trì"),
        "coordinators": _("phối hợp"),
        "deadlines": _("thời hạn"),
        "fields": _("số liệu"),
        "tasks": _("các việc"),
    }
    said = []
    for part in where.split("."):
        name, _bracket, rest = part.partition("[")
        if name in names:
            said.append(f"{names[name]} {rest.rstrip(']')}".strip())
        elif not said:
            said.append(part)
    return ", ".join(said)


def words_of(key: str, code: str, *, speech: Speech) -> str:
    """The words of a code; the code itself where an office made it up."""
    return speech.words.say(key) if key in speech.words else code


def _head(reading: PlanReading, speech: Speech) -> tuple[Fact, ...]:
    _ = speech.say
    labels: Mapping[str, str] = {
        "number": _("Số, ký hiệu"),
        "issued_on": _("Ngày ban hành"),
        "issuer": _("Cơ quan ban hành"),
        "title": _("Trích yếu"),
        "addressees": _("Kính gửi"),
        "urgency": _("Độ khẩn"),
        "ladder": _("Thang nhắc"),
    }
    return tuple(_fact(reading, key, label=label, speech=speech) for key, label in labels.items())


def _fact(reading: PlanReading, key: str, *, label: str, speech: Speech) -> Fact:
    value = reading.head[key]
    if key == "number" and not value.text:
        suffix = reading.head["number_suffix"].text
        return Fact(label, f"…{suffix}" if suffix else "–", value.remark, value.is_doubtful)
    text = printed_day(value.text) if key == "issued_on" else value.text
    if key == "urgency":
        text = urgency_said(value.text or "normal", speech)
    if key == "ladder":
        text = ladder_said(value.text, speech) or speech.say("theo độ khẩn")
    return Fact(label, text or "–", value.remark, value.is_doubtful)


def urgency_said(code: str, speech: Speech) -> str:
    """An urgency as documents print it."""
    _ = speech.say
    said = {"normal": _("thường"), "khan": _("khẩn"), "thuong_khan": _("thượng khẩn"), "hoa_toc": _("hỏa tốc")}
    return said.get(code, code)


def ladder_choices(policies: Policies, *, speech: Speech) -> list[tuple[str, str]]:
    """The ladders one may choose, each with its words."""
    return [(name, ladder_said(name, speech)) for name in sorted(policies.ladders)]


def ladder_said(name: str, speech: Speech) -> str:
    """A ladder by the documents it is made for; one that an office made by its own name."""
    _ = speech.say
    said = {"default": _("thường"), "urgent": _("khẩn"), "express": _("hỏa tốc")}
    return said.get(name, name)


def printed_day(text: str) -> str:
    """A day or a month of a plan as documents print it."""
    return "/".join(reversed(text.split("-"))) if text[:4].isdecimal() else text


def _task(task: TaskReading, seen: TaskOutline | None, *, findings: Sequence[Finding], speech: Speech) -> TaskView:
    owner = task.fields.get("owner", Value("owner", ()))
    leads = seen.leads if seen is not None else Reach()
    named = ", ".join(owner_said(name, speech) for name in task.texts("lead") or owner.texts)
    return TaskView(
        key=task.key,
        line=task.line,
        text=task.text("text"),
        section=task.text("section"),
        owner=Fact(speech.say("Chủ trì"), named or "–", owner.remark, owner.is_doubtful),
        reach=reach_said(leads, speech),
        reaches_nobody=not leads.count and not leads.external,
        coordinators=", ".join(task.texts("coordinators")),
        kind=words_of(f"intake.kind.{task.text('kind')}", task.text("kind"), speech=speech),
        dates=_dates(task, seen, speech=speech),
        report_to=task.text("report_to"),
        figures=tuple(figure.label for figure in task.figures),
        ladder=ladder_said(task.text("ladder"), speech),
        findings=tuple(one for one in findings if one.task == task.key),
        is_doubtful=task.is_doubtful,
    )


def owner_said(name: str, speech: Speech) -> str:
    """The name of an owner; the plan's word for all addressees is said in words."""
    return speech.say("tất cả các đơn vị nhận") if name == ALL_ADDRESSEES else name


def owner_meant(name: str, speech: Speech) -> str:
    """The other way round."""
    return ALL_ADDRESSEES if name.casefold() == speech.say("tất cả các đơn vị nhận").casefold() else name


def reach_said(reach: Reach, speech: Speech) -> str:
    """How many units, and which."""
    names = ", ".join(reach.names)
    outside = ", ".join(reach.external)
    if not reach.count:
        return speech.say("ngoài hệ thống: %(names)s", names=outside) if outside else ""
    said = speech.count("%(n)s đơn vị: %(names)s", "%(n)s đơn vị: %(names)s", n=reach.count, names=names)
    more = speech.say("… và %(n)s đơn vị nữa", n=reach.count - len(reach.names))
    return f"{said} {more}" if reach.count > len(reach.names) else said


def _dates(task: TaskReading, seen: TaskOutline | None, *, speech: Speech) -> tuple[DateView, ...]:
    schedule = None if seen is None else seen.schedule
    dated = list(schedule.dated) if schedule is not None else []
    found = []
    for deadline in task.deadlines:
        match = next((one for one in dated if one.quote == deadline.quote), None)
        if match is not None:
            dated.remove(match)
        is_recurring = schedule is not None and schedule.series is not None and match is not None
        found.append(_date(deadline, match, is_recurring=is_recurring, speech=speech))
    return tuple(found)


def _date(deadline: DeadlineReading, dated: Dated | None, *, is_recurring: bool, speech: Speech) -> DateView:
    resolved = None if dated is None else dated.resolved
    return DateView(
        phrase=deadline.phrase,
        day=due_said(resolved.last_day if resolved else None, speech=speech),
        steps=tuple(speech.words.step(step) for step in resolved.steps) if resolved else (),
        remark=deadline.remark,
        is_doubtful=deadline.is_doubtful,
        is_recurring=is_recurring,
    )


def due_said(last_day: date | None, *, speech: Speech) -> str:
    """The last day still on time."""
    return speech.say("không có ngày cụ thể") if last_day is None else speech.say("hết ngày %(day)s", day=last_day)


# --- a phrase that is being typed -------------------------------------------------------------------


@dataclass(frozen=True)
class DerivedView:
    """What a phrase means; ``error`` says why nothing."""

    phrase: str
    day: str = ""
    steps: tuple[str, ...] = ()
    following: str = ""
    doubts: tuple[str, ...] = ()
    error: str = ""


def present_derived(found: Derived, speech: Speech) -> DerivedView:
    """A phrase with its day and how it came about."""
    words = speech.words
    doubts = [words.problem(problem) for problem in found.doubts]
    if found.certainty != "sure":
        notes = "; ".join(words.note(note) for note in found.notes)
        doubts.append(words.say(f"cli.deadline.{found.certainty}", notes=notes))
    return DerivedView(
        phrase=found.phrase,
        day=due_said(found.resolved.last_day, speech=speech),
        steps=tuple(words.step(step) for step in found.resolved.steps),
        following=", ".join(words.day(one.resolved.last_day) for one in found.series[1:]),
        doubts=tuple(doubts),
    )
