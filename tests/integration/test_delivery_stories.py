"""Random stories of delivery: whatever channels, people and machines do, nothing is doubled on Zalo, nothing is lost,
every message comes to an end that the rules allow (rules § 6)."""

import shutil
import tempfile
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from engine.channels import REMINDING, ChannelKind
from engine.clock import SetClock
from engine.errors import TransitionRefused
from engine.outbox import OutcomeClass
from engine.rules import By
from engine.service import contacts
from engine.states import Verb
from tests.support.builders import create_directive, create_policies, create_task
from tests.support.cast import sqlite_office
from tests.support.mishaps import Mishap, World, at_bad_hours, broken_rows, doubled_digests, lost, uncarried, unended

MORNING_AT = datetime(2023, 10, 19, 7, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
READERS = tuple(
    f"{post}@huyen.example"
    for post in ("van_thu.hoasen", "van_thu.hoamai", "van_thu.hoadao", "hieu_truong.hoasen", "chuyen_vien.phong")
)
WIDE = (OutcomeClass.TRANSIENT, OutcomeClass.THROTTLE, OutcomeClass.QUOTA, OutcomeClass.AUTH, OutcomeClass.CONFIG)

channels = st.sampled_from(REMINDING)
readers = st.integers(0, len(READERS) - 1)
waits = st.none() | st.sampled_from([timedelta(minutes=10), timedelta(hours=3), timedelta(days=1)])
mishaps = st.builds(Mishap, st.sampled_from(OutcomeClass), waits) | st.builds(
    Mishap, st.sampled_from(WIDE), waits, st.just(True)
)
steps = st.sampled_from(
    [timedelta(minutes=minutes) for minutes in (1, 5, 16, 21, 31)]
    + [timedelta(hours=hours) for hours in (1, 3, 13)]
    + [timedelta(days=1), timedelta(days=4)]
)


class Stories(RuleBasedStateMachine):
    """An office with three to five readers of different channels, and everything that can happen to a message."""

    def __init__(self) -> None:
        super().__init__()
        self._stack = ExitStack()
        self._folder = Path(tempfile.mkdtemp(prefix="dondoc-stories-"))
        self._stack.callback(shutil.rmtree, self._folder)
        office = self._stack.enter_context(sqlite_office(self._folder))
        self.world = World(office, SetClock(MORNING_AT))
        self.people: list[int] = []

    @initialize(
        order=st.permutations(REMINDING),
        urgent=st.permutations(REMINDING),
        reach=st.lists(st.sets(channels), min_size=3, max_size=len(READERS)),
    )
    def found(self, order: list[ChannelKind], urgent: list[ChannelKind], reach: list[set[ChannelKind]]) -> None:
        office = self.world.office
        office.policies = replace(create_policies(), channels=tuple(order), urgent_channels=tuple(urgent))
        self.world = World(office, self.world.clock)
        office.issue(create_directive(*(create_task(f"T0{n}", By(date(2023, 10, 29 + n))) for n in (1, 2))))
        for number, urgency in (("2", "express"), ("3", "urgent")):
            office.issue(create_directive(create_task("T01", By(date(2023, 10, 20))), number=number, urgency=urgency))
        self.people = [contacts.person_of(office.database, address) for address in READERS]
        for person, kinds in zip(self.people, reach, strict=False):
            for kind in sorted(kinds - {ChannelKind.EMAIL}):
                self.world.link(person, kind, address=f"{kind}-{person}")
            if ChannelKind.EMAIL not in kinds:
                self.world.revoke(person, ChannelKind.EMAIL)
        self.world.touched.clear()
        office.compose(self.world.now)

    @rule(channel=channels, script=st.lists(mishaps, max_size=4))
    def deliver(self, channel: str, script: list[Mishap]) -> None:
        self.world.deliver(channel, script)

    @rule(channel=channels, is_begun=st.booleans(), is_handed=st.booleans())
    def kill(self, channel: str, is_begun: bool, is_handed: bool) -> None:
        self.world.kill(channel, is_begun=is_begun, is_handed=is_handed)

    @rule(step=steps)
    def wait(self, step: timedelta) -> None:
        self.world.clock.set(self.world.now + step)

    @rule()
    def fall_back(self) -> None:
        self.world.fall_back()

    @rule()
    def compose(self) -> None:
        self.world.office.compose(self.world.now)

    @rule(number=st.integers(0, 30), event=st.sampled_from(["delivered", "seen", "failed"]), is_lost=st.booleans())
    def receipt(self, number: int, event: str, is_lost: bool) -> None:
        handed = self.world.handed
        if handed:
            self.world.tell(handed[-1 - number % len(handed)], event, is_lost=is_lost)

    @rule(reader=readers, channel=channels)
    def revoke(self, reader: int, channel: str) -> None:
        self.world.revoke(self.people[reader], channel)

    @rule(reader=readers, channel=channels)
    def link(self, reader: int, channel: str) -> None:
        self.world.link(self.people[reader], channel)

    @rule(number=st.integers(0, 20), verb=st.sampled_from([Verb.ACKNOWLEDGE, Verb.CANCEL]))
    def act(self, number: int, verb: Verb) -> None:
        ids = self.world.office.ids()
        obligation = ids[number % len(ids)]
        try:
            self.world.office.act(obligation, verb, at=self.world.now, reason="lý do")
        except TransitionRefused:
            return
        self.world.acted.add(obligation)

    @invariant()
    def nothing_is_handed_to_zalo_twice(self) -> None:
        assert self.world.twice == []

    @invariant()
    def every_message_stands_as_the_rules_allow(self) -> None:
        messages = self.world.messages()
        assert broken_rows(messages) == []
        assert doubled_digests(messages) == []
        assert uncarried(self.world.notices(), messages) == []

    def teardown(self) -> None:
        try:
            if self.people:
                self.world.run_out()
                self.nothing_is_handed_to_zalo_twice()
                self.every_message_stands_as_the_rules_allow()
                found = [*at_bad_hours(self.world), *unended(self.world), *lost(self.world)]
                assert found == [], found
        finally:
            self._stack.close()


TestStories = Stories.TestCase
TestStories.settings = settings(
    max_examples=settings.get_profile(settings.get_current_profile_name()).max_examples,
    stateful_step_count=30,
    suppress_health_check=[HealthCheck.too_slow],
)
