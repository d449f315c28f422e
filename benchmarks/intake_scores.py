"""One draft against its gold plan, by the rules of the seeds' README ("How to match")."""

from benchmarks.intake_counts import Miss, Pairs, Score, of_sets, one
from benchmarks.intake_deadlines import count_deadlines
from benchmarks.intake_head import count_head
from benchmarks.intake_likeness import Row, acceptable, are_addressees_schools, is_owner_right, names, plain
from benchmarks.intake_matching import Matching, matching


def score_of(name: str, gold: Row, *, got: Row) -> Score:
    """All figures and misses of one document."""
    score = Score(name)
    count_head(score, gold, got=got)
    matched = matching(gold, got)
    _count_tasks(score, matched)
    is_school_letter = are_addressees_schools(gold)
    for wanted, found in matched.pairs:
        _count_owner(score, wanted, got=found, is_school_letter=is_school_letter)
        _count_kind(score, wanted, got=found)
        _count_rest(score, wanted, got=found)
        count_deadlines(score, wanted, got=found)
    for wanted in matched.missed:
        count_deadlines(score, wanted, got=None)
    for found in matched.extra:
        count_deadlines(score, None, got=found)
    return score


def _count_tasks(score: Score, matched: Matching) -> None:
    right = len(matched.pairs)
    score.add("tasks", Pairs(right, right + len(matched.missed), right + len(matched.extra)))
    for row in matched.missed:
        score.note(Miss("task missed", _where(row), str(row.get("text")), "–"))
    for row in matched.extra:
        score.note(Miss("task extra", _where(row), "–", str(row.get("text"))))


def _where(row: Row) -> str:
    return f"{row.get('id')} line {row.get('line')}"


def _count_owner(score: Score, gold: Row, *, got: Row, is_school_letter: bool) -> None:
    is_right = is_owner_right(gold, got, is_school_letter=is_school_letter)
    how = "explicit" if gold.get("owner_explicit") else "implied"
    score.add("owner.all", one(is_right))
    score.add(f"owner.{how}", one(is_right))
    score.add("owner_explicit", one(bool(gold.get("owner_explicit")) == bool(got.get("owner_explicit"))))
    if not is_right:
        wanted = " or ".join(_listed(gold.get(key)) for key in ("owner", "owner_alt") if gold.get(key))
        _disagree(score, f"owner ({how})", gold, wanted=wanted, found=_listed(got.get("owner")))


def _count_kind(score: Score, gold: Row, *, got: Row) -> None:
    wanted, found = str(gold.get("kind")), str(got.get("kind"))
    is_right = found in {wanted, *acceptable(gold.get("note"))}
    score.add("kind", one(is_right))
    score.kinds[(wanted, found)] += 1
    if not is_right:
        _disagree(score, "kind", gold, wanted=wanted, found=found)


def _count_rest(score: Score, gold: Row, *, got: Row) -> None:
    is_form = (bool(gold.get("form")), bool(got.get("form")))
    score.add("form", Pairs(int(all(is_form)), *map(int, is_form)))
    score.add("form.same", one(is_form[0] == is_form[1]))
    if is_form[0] != is_form[1]:
        _disagree(score, "form", gold, wanted=str(is_form[0]), found=str(is_form[1]))
    receivers = (plain(gold.get("report_to")), plain(got.get("report_to")))
    is_same = receivers[0] == receivers[1]
    score.add("report_to", Pairs(int(is_same and bool(receivers[0])), *(int(bool(name)) for name in receivers)))
    score.add("report_to.same", one(is_same))
    if not is_same:
        _disagree(score, "report_to", gold, wanted=str(gold.get("report_to")), found=str(got.get("report_to")))
    helpers = (names(gold.get("coordinators")), names(got.get("coordinators")))
    score.add("coordinators", of_sets(*helpers))
    if helpers[0] != helpers[1]:
        wanted, found = (_listed(row.get("coordinators")) for row in (gold, got))
        _disagree(score, "coordinators", gold, wanted=wanted, found=found)
    sections = [plain(row.get("section")) for row in (gold, got)]
    score.add("section", one(sections[0] == sections[1]))
    if sections[0] != sections[1]:
        _disagree(score, "section", gold, wanted=str(gold.get("section")), found=str(got.get("section")))


def _disagree(score: Score, what: str, gold: Row, *, wanted: str, found: str) -> None:
    score.note(Miss(what, _where(gold), wanted, found, str(gold.get("text"))))


def _listed(value: object) -> str:
    return " + ".join(map(str, value)) or "–" if isinstance(value, list | tuple) else str(value)
