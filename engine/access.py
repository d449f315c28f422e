"""Who may see and do what: the one place that says so (rules § 10). A person acts through a post in a unit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

FREE_TRIES = 5
"""Wrong passwords, or wrong codes, after which an account is locked for a while."""
_FIRST_LOCK = timedelta(minutes=15)
_LONGEST_LOCK = timedelta(days=1)


@dataclass(frozen=True)
class HeldPost:
    """A post that somebody holds today."""

    unit_id: int
    unit_name: str
    role: str
    title: str


@dataclass(frozen=True)
class Viewer:
    """A signed-in person with the posts held today. An administrator keeps the settings, and sees no more work for
    that."""

    person_id: int
    name: str
    posts: tuple[HeldPost, ...]
    is_administrator: bool = False

    @property
    def unit_ids(self) -> frozenset[int]:
        """The units of the posts."""
        return frozenset(post.unit_id for post in self.posts)

    def post_in(self, unit_id: int) -> HeldPost | None:
        """The post in a unit, if there is one."""
        return next((post for post in self.posts if post.unit_id == unit_id), None)


@dataclass(frozen=True)
class Standing:
    """Where a thing stands in the tree: ids of the units that answer for it and of all above them (``owners``), of the
    unit that issued it and all above (``issuers``), and of coordinators and informed units (``parties``)."""

    owners: frozenset[int] = frozenset()
    issuers: frozenset[int] = frozenset()
    parties: frozenset[int] = frozenset()


class Scope(StrEnum):
    """What a program may do with a key; a person at the page may do all that the posts allow."""

    READ = "read"
    REPORT = "report"
    REVIEW = "review"
    ISSUE = "issue"
    ADMINISTER = "administer"


def may_see(viewer: Viewer, standing: Standing) -> bool:
    """Units see their own work and everything below them, what they issued or those below issued, and what they
    take part in."""
    return bool(viewer.unit_ids & (standing.owners | standing.issuers | standing.parties))


def may_answer(viewer: Viewer, unit_id: int) -> bool:
    """A unit reports for itself: no one above does it in its place."""
    return unit_id in viewer.unit_ids


def may_review(viewer: Viewer, issuer_id: int) -> bool:
    """The unit that assigned the work reviews it and decides on more time."""
    return issuer_id in viewer.unit_ids


def may_issue(viewer: Viewer, unit_id: int) -> bool:
    """A directive is issued through a post in the unit that issues it."""
    return unit_id in viewer.unit_ids


def may_look_into(viewer: Viewer, unit_and_above: Iterable[int]) -> bool:
    """The figures of a unit are for itself and for those above it."""
    return bool(viewer.unit_ids & frozenset(unit_and_above))


def may_administer(viewer: Viewer) -> bool:
    """Units, people, calendar, ladders and channels are kept by an administrator."""
    return viewer.is_administrator


def may_read_record(viewer: Viewer) -> bool:
    """The whole record of what was sent to whom is for an administrator, who sees to what did not arrive; others know
    of messages to themselves and about work that they may see. What a message says is for its reader and for who may
    see all the work in it."""
    return viewer.is_administrator


def lock_after(failures: int) -> timedelta | None:
    """How long an account is locked after so many wrong tries in a row; None where another try is free. Each fifth
    locks it: for 15 minutes, then twice as long each time, a day at most."""
    if failures < FREE_TRIES or failures % FREE_TRIES:
        return None
    doublings = min(failures // FREE_TRIES - 1, 10)
    return min(_FIRST_LOCK * (1 << doublings), _LONGEST_LOCK)
