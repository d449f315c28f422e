"""``dondoc demo --serve``: the five directives go on while somebody looks, answers and decides on the page."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from socket import socket

from cli.demo.characters import ZONE
from cli.demo.stage import settings_for
from cli.demo.story import Story, begin, tell_until
from config.assigning import draft_document
from config.bootstrap import examples_folder
from config.pace import Pace
from engine.service.accounts import find_known, grant
from engine.service.sessions import viewer_of
from engine.service.system import beat
from web.app import create_app
from web.pages.demo import FRONT, Stage, demo_bar, demo_pages
from web.presenters.demo import Role
from web.serving import serving

STARTS_AT = datetime(2023, 10, 10, 8, 0, tzinfo=ZONE)
"""A Tuesday: the letters of 2021 and of September 2023 are under way."""
WAITS_UNTIL = datetime(2023, 10, 13, 8, 30, tzinfo=ZONE)
WAITING = "vinh_bao"
_DOMAIN = "vinhbao.example"
PEOPLE = {
    "lanh-dao": Role("leader", f"tp.pgddt@{_DOMAIN}"),
    "chuyen-vien": Role("officer", f"cvmn.pgddt@{_DOMAIN}"),
    "hieu-truong-1": Role("principal", f"ht.mnvinhquang@{_DOMAIN}"),
    "hieu-truong-2": Role("principal", f"ht.mntrunglap@{_DOMAIN}"),
    "tinh": Role("province", f"vt.tinh@{_DOMAIN}"),
    "quan-tri": Role("administrator", f"cvth.pgddt@{_DOMAIN}"),
}
_BY_HAND = frozenset({(WAITING, "MN_VINHQUANG"), (WAITING, "MN_TRUNGLAP")})
_ROUND = 0.5
Tell = Callable[[str, dict[str, str]], None]


class _Over(Exception):
    """The demo was told to end in the middle of a leap."""


def serve(folder: Path, *, listener: socket, seed: int, speed: float, tell: Tell) -> None:
    """Play in ``folder`` and serve on ``listener`` until SIGTERM or SIGINT. ``speed``: the demo's seconds to one of
    ours."""
    host, port = listener.getsockname()[:2]
    url = f"http://{host}:{port}"
    own = {"email_channel": "folder", "base_url": url, "page_host": host, "page_port": port}
    story = begin(settings_for(folder, port=0, **own), seed=seed, tell=tell)
    pace = Pace(story.clock, speed=speed)
    _prepare(story, pace)
    document = examples_folder() / WAITING / "document.txt"
    stage = Stage(pace, PEOPLE, STARTS_AT, document)
    app = create_app(story.office, extra_pages=[demo_pages(stage)], front=FRONT, bar=demo_bar(stage))
    try:
        with _until_told(pace), serving(app, listener=listener):
            tell("serving", {"url": url})
            try:
                _live(story, pace)
            finally:
                pace.let_go()
    finally:
        story.office.database.dispose()


def _prepare(story: Story, pace: Pace) -> None:
    story.is_open, story.by_hand = True, _BY_HAND
    for chapter in story.chapters:
        if chapter.name == WAITING:
            chapter.issued_at = WAITS_UNTIL
    story.chapters.sort(key=lambda chapter: chapter.issued_at)
    database = story.office.database
    grant(database, find_known(database, PEOPLE["quan-tri"].address).person_id)
    pace.leap_to(STARTS_AT)

    def look(_at: datetime) -> None:
        if pace.is_over:
            raise _Over

    story.on_tick = look


def _live(story: Story, pace: Pace) -> None:
    """Let time pass up to one goal after the other. The page reads the same clock: it is where the work has come to."""
    has_begun = False
    while not pace.is_over:
        goal = pace.next_goal(patience=_ROUND)
        if goal is None:
            continue
        try:
            tell_until(story, goal)
        except _Over:
            return
        now = story.clock.now()
        beat(story.office.database, "heartbeat", at=now)
        pace.reached(now)
        if not has_begun and now >= STARTS_AT:
            has_begun = True
            pace.pause()  # until somebody is there who looks
            _lay_out(story)
            story.tell("begun", {"day": f"{STARTS_AT:%d/%m/%Y}"})


def _lay_out(story: Story) -> None:
    """The letter lies on its leader's desk, read and not yet looked over."""
    office, at = story.office, story.clock.now()
    known = find_known(office.database, PEOPLE["lanh-dao"].address)
    viewer = viewer_of(office.database, known.person_id, name=known.name, at=at)
    data = (examples_folder() / WAITING / "document.txt").read_bytes()
    draft_document(office, viewer, unit_id=viewer.posts[0].unit_id, name="cong-van-vinh-bao.txt", data=data)


@contextmanager
def _until_told(pace: Pace) -> Iterator[None]:
    numbers = (signal.SIGTERM, signal.SIGINT)
    before = [signal.signal(number, lambda *_: pace.end()) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)
