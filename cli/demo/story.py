"""The story: organisations imported, directives issued on their day, time passing, units answering, mails really
sent."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from cli.demo.characters import ZONE, Cast, Step
from config.bootstrap import Office, examples_folder, init_office, open_office
from config.play import play
from config.settings import Settings
from engine.clock import SetClock
from engine.errors import BadFigure, ExtensionRefused, NotFound, TransitionRefused
from engine.plans import DirectiveSpec
from engine.service.deadlines import ask_extension, decide_extension
from engine.service.issuing import issue
from engine.service.obligations import ReportInput, act
from engine.service.organisation import import_organisation
from engine.service.record import Actor
from engine.service.views import Fresh, obligations_after
from engine.service.working_calendar import read_calendar
from engine.states import Verb
from engine.workdays import WorkCalendar
from intake.org_file import read_organisation
from intake.plan_file import read_plan

SAMPLES = ("krong_pa", "vinh_bao", "my_tu", "dam_ha", "khanh_hoa")
_HOUR = time(8, 30)
_VERBS = {"acknowledge": Verb.ACKNOWLEDGE, "start": Verb.START, "accept": Verb.ACCEPT, "return": Verb.RETURN}
_RETURNED = "Báo cáo còn thiếu số liệu, đề nghị bổ sung."
_ASKED = "Đơn vị cần thêm thời gian để tổng hợp số liệu."
_REFUSED = "Thời hạn đã được thông báo từ đầu, đề nghị thực hiện đúng hạn."


@dataclass
class Chapter:
    """One sample: its plan and the day on which it is issued."""

    name: str
    plan: DirectiveSpec
    issued_at: datetime
    ends_on: date
    directive_id: int = 0


@dataclass
class Story:
    """A demo in its folder. ``tell`` is called with each thing worth a line, ``on_tick`` before each minute's work.

    ``is_open``: others act as well, so that a step may come too late; ``by_hand``: scheme and code of the units that
    somebody else answers for. ``told``: how many chapters have begun.
    """

    office: Office
    clock: SetClock
    cast: Cast
    chapters: list[Chapter]
    tell: Callable[[str, dict[str, str]], None]
    newest: int = 0
    steps: list[Step] = field(default_factory=list)
    known: dict[int, Fresh] = field(default_factory=dict)
    done: dict[str, int] = field(default_factory=dict)
    told: int = 0
    by_hand: frozenset[tuple[str, str]] = frozenset()
    is_open: bool = False
    on_tick: Callable[[datetime], None] | None = None


def issue_day(plan: DirectiveSpec, calendar: WorkCalendar) -> date:
    """The printed day, or, where it was left blank, the first working day of the printed month after the newest
    document
    that the directive cites."""
    if plan.issued_on is not None:
        return plan.issued_on
    month = date.fromisoformat(f"{plan.issued_text[:7]}-01")
    cited = [date.fromisoformat(str(one["issued_on"])) for one in plan.based_on if one.get("issued_on")]
    return calendar.roll(max([month, *(day + timedelta(days=1) for day in cited)]))


def end_day(plan: DirectiveSpec, issued_on: date) -> date:
    """The end of the directive's period; without one, of the school year in which it was issued."""
    if plan.period_end is not None:
        return plan.period_end
    return date(issued_on.year + (1 if issued_on.month >= 6 else 0), 5, 31)


def begin(settings: Settings, *, seed: int, tell: Callable[[str, dict[str, str]], None]) -> Story:
    """Set the stage: an empty database with the calendar, the five organisations, the plans read."""
    clock = SetClock(datetime(2021, 1, 1, 8, tzinfo=ZONE))
    office = open_office(clock=clock, settings=settings)
    init_office(office)
    calendar = read_calendar(office.database)
    chapters = []
    for name in SAMPLES:
        organisation = read_organisation(examples_folder() / name / "organisation.yaml")
        import_organisation(office.database, organisation, at=clock.now(), on=clock.now().date())
        plan, _warnings = read_plan(examples_folder() / name / "plan.yaml")
        day = issue_day(plan, calendar)
        at = datetime.combine(day, _HOUR, ZONE)
        chapters.append(Chapter(name, plan, at, end_day(plan, day)))
        tell("imported", {"name": organisation.name, "units": str(len(organisation.units))})
    ends_at = datetime.combine(max(chapter.ends_on for chapter in chapters), time(23, 59), ZONE)
    chapters.sort(key=lambda chapter: chapter.issued_at)
    return Story(office, clock, Cast(seed, calendar, ends_at), chapters, tell)


def tell_all(story: Story) -> None:
    """Let time pass from the first day of issue to the end of the last period."""
    tell_until(story, story.cast.ends_at)


def tell_until(story: Story, until: datetime) -> None:
    """Let time pass up to an instant; directives whose day comes are issued."""
    learn(story)
    while story.told < len(story.chapters) and story.chapters[story.told].issued_at <= until:
        chapter = story.chapters[story.told]
        _pass_time(story, until=chapter.issued_at)
        if not _is_issued(story, chapter):
            _issue(story, chapter)
        story.told += 1
    _pass_time(story, until=until)


def _is_issued(story: Story, chapter: Chapter) -> bool:
    """True if somebody else has issued it meanwhile, be it in other words."""
    learn(story)
    return story.is_open and any(fresh.scheme == chapter.name for fresh in story.known.values())


def _issue(story: Story, chapter: Chapter) -> None:
    issued = issue(
        story.office.database,
        chapter.plan,
        policies=story.office.policies,
        at=story.clock.now(),
        actor=chapter.plan.issuer,
        scheme=chapter.name,
    )
    chapter.directive_id = issued.directive_id
    learn(story)
    story.tell(
        "issued",
        {
            "issuer": chapter.plan.issuer,
            "document": chapter.plan.number or chapter.plan.number_suffix or "",
            "day": f"{chapter.issued_at:%d/%m/%Y}",
            "tasks": str(issued.tasks),
            "obligations": str(issued.obligations),
        },
    )


def _pass_time(story: Story, *, until: datetime) -> None:
    while story.steps and story.steps[0].at < until:
        at = story.steps[0].at
        _play(story, until=at)
        while story.steps and story.steps[0].at == at:
            _try(story, heapq.heappop(story.steps))
    _play(story, until=until)


def _play(story: Story, *, until: datetime) -> None:
    year = story.clock.now().astimezone(ZONE).year
    if play(story.office, story.clock, until=until, on_tick=story.on_tick).ticks:
        learn(story)
    if until.astimezone(ZONE).year != year:
        story.tell("year", {"year": str(until.astimezone(ZONE).year)})


def learn(story: Story) -> None:
    """Meet the obligations made since the last look, and draw how they are answered."""
    for fresh in obligations_after(story.office.database, story.newest):
        story.newest = fresh.id
        story.known[fresh.id] = fresh
        for step in () if (fresh.scheme, fresh.unit_code) in story.by_hand else story.cast.steps(fresh):
            heapq.heappush(story.steps, step)


def _try(story: Story, step: Step) -> None:
    """Do a step; where others act as well, it may be that they were there first."""
    try:
        _do(story, step)
    except (TransitionRefused, ExtensionRefused, BadFigure, NotFound):
        if not story.is_open:
            raise


def _do(story: Story, step: Step) -> None:
    fresh = story.known[step.obligation_id]
    office, at = story.office, max(step.at, story.clock.now())
    unit = Actor(f"Cán bộ {fresh.unit_code}", "chuyen_vien", unit_id=fresh.unit_id)
    issuer = Actor("Chuyên viên theo dõi", "chuyen_vien", unit_id=fresh.issuer_id)
    if step.verb == "report":
        report = ReportInput(text="Đơn vị báo cáo kết quả thực hiện.", figures=_figures(story, fresh))
        act(office.database, fresh.id, verb=Verb.REPORT, actor=unit, at=at, policies=office.policies, report=report)
    elif step.verb == "ask_extension" and step.until is not None:
        ask_extension(
            office.database, fresh.id, until=step.until, reason=_ASKED, actor=unit, at=at, policies=office.policies
        )
    elif step.verb in ("grant", "refuse"):
        is_granted = step.verb == "grant"
        decide_extension(
            office.database,
            fresh.id,
            is_granted=is_granted,
            reason="" if is_granted else _REFUSED,
            actor=issuer,
            at=at,
            policies=office.policies,
        )
    else:
        actor = issuer if step.verb in ("accept", "return") else unit
        reason = _RETURNED if step.verb == "return" else ""
        act(
            office.database,
            fresh.id,
            verb=_VERBS[step.verb],
            actor=actor,
            at=at,
            policies=office.policies,
            reason=reason,
        )
    story.done[step.verb] = story.done.get(step.verb, 0) + 1


def _figures(story: Story, fresh: Fresh) -> dict[str, object]:
    """Believable numbers, the same each time."""
    random = Random(f"{story.cast.seed}|{fresh.scheme}|{fresh.unit_code}|{fresh.task_key}")
    found: dict[str, object] = {}
    for spec in fresh.fields:
        low = int(sum(v for v in found.values() if isinstance(v, int)) // max(len(found), 1)) if found else 20
        drawn = random.randint(max(low // 2, 1), max(low, 2)) if found else random.randint(20, 120)
        found[spec["key"]] = {"number": drawn, "yes_no": random.random() < 0.8, "text": "Không có vướng mắc."}[
            spec["type"]
        ]
    return found
