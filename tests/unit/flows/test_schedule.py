"""The one table, and what is made from it: triggers, prefect.yaml."""

from datetime import datetime

import pytest
from ruamel.yaml import YAML

from flows import bodies, prefect_yaml
from flows.runner import trigger
from flows.schedule import EVERY_MINUTE, SCHEDULE, ZONE, Job, rounds
from tests.support.source import ROOT

FRIDAY = datetime(2023, 10, 27, 12, tzinfo=ZONE)


def test_schedule_names_each_job_once_and_like_its_body() -> None:
    names = [job.name for job in SCHEDULE]
    assert names == [job.body.__name__ for job in SCHEDULE]
    assert len(set(names)) == len(names)


def test_schedule_names_week_days_by_name() -> None:
    assert [job.name for job in SCHEDULE if any(sign.isdigit() for sign in job.cron.split()[4])] == []


def test_schedule_writes_messages_before_it_sends_them_and_counts_afterwards() -> None:
    order = [job.name for job in rounds()[EVERY_MINUTE]]
    assert order == ["sweep", "digest", "inbox", "deliver", "tally", "heartbeat", "calls"]


def test_rounds_hold_every_job_once() -> None:
    assert sorted(job.name for jobs in rounds().values() for job in jobs) == sorted(job.name for job in SCHEDULE)


@pytest.mark.parametrize(
    ("cron", "expected"),
    [
        ("30 16 * * *", datetime(2023, 10, 27, 16, 30, tzinfo=ZONE)),
        ("30 7 * * mon-fri", datetime(2023, 10, 30, 7, 30, tzinfo=ZONE)),
        ("* * * * *", datetime(2023, 10, 27, 12, 0, tzinfo=ZONE)),
    ],
)
def test_trigger_reads_a_cron_line_in_the_zone_of_the_office(cron: str, expected: datetime) -> None:
    assert trigger(cron).get_next_fire_time(None, FRIDAY) == expected


def test_trigger_refuses_a_line_of_another_length() -> None:
    with pytest.raises(ValueError, match="shorter"):
        trigger("* * * *")


def test_prefect_yaml_is_the_one_made_from_the_table() -> None:
    assert (ROOT / prefect_yaml.FILE).read_text(encoding="utf-8") == prefect_yaml.text()


def test_prefect_yaml_says_what_the_table_says() -> None:
    read = YAML(typ="safe", pure=True).load(prefect_yaml.text())
    said = [(one["entrypoint"], one["schedules"], one["concurrency_limit"]["limit"]) for one in read["deployments"]]
    assert said == [
        (f"flows.prefect_flows.{job.name}", [{"cron": job.cron, "timezone": "Asia/Ho_Chi_Minh"}], 1) for job in SCHEDULE
    ]
    assert read["pull"] == []


def test_prefect_yaml_keeps_a_sentence_with_signs_of_its_own() -> None:
    job = Job("tally", EVERY_MINUTE, bodies.tally, 'Counters: "all" # of them')
    read = YAML(typ="safe", pure=True).load(prefect_yaml.text((job,)))
    assert read["deployments"][0]["description"] == job.what
