"""Benchmarks: each runs to its end at the smallest scale and prints figures; how fast they are is not tested."""

import json
import math
import subprocess
import sys
from typing import Any

import pytest

from tests.support.source import ROOT


def measured(*arguments: str) -> dict[str, dict[str, Any]]:
    """Run a benchmark and give its figures by name."""
    command = [sys.executable, "-W", "ignore", "-m", *arguments, "--json"]
    printed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return {row["name"]: row for row in json.loads(printed)["measures"]}


def unlikely(rows: dict[str, dict[str, Any]]) -> list[str]:
    """Names of figures that cannot be: not a positive number, or without a verdict on their limit."""
    return [
        name
        for name, row in rows.items()
        if not (math.isfinite(row["value"]) and row["value"] > 0)
        or (row["limit"] is None) == (row["verdict"] in ("ok", "missed"))
    ]


def test_national_benchmark_prints_a_figure_for_every_promise(database_url: str) -> None:
    database = "sqlite" if database_url.startswith("sqlite") else database_url
    rows = measured("benchmarks.national", "--scale", "0.002", "--database", database)
    promised = {name for name, row in rows.items() if row["limit"] is not None}
    assert promised >= {"issuing", "peak memory of issuing", "idle sweep", "deadline crossed at one instant"}
    assert promised >= {f"roll-up read at {level}" for level in ("root", "a province", "a commune", "a school")}
    assert unlikely(rows) == []


def test_national_benchmark_measures_only_what_is_asked_for() -> None:
    rows = measured("benchmarks.national", "--scale", "0.002", "--only", "memory")
    assert set(rows) == {"importing the organisation", "peak memory of issuing"}


def test_delivery_benchmark_prints_a_figure_for_each_number_of_connections(database_url: str) -> None:
    database = "sqlite" if database_url.startswith("sqlite") else database_url
    rows = measured("benchmarks.delivery", "--messages", "20", "--database", database)
    assert set(rows) == {"delivery over 1 connection", "delivery over 2 connections"}
    assert unlikely(rows) == []


def test_peers_benchmark_says_what_it_extrapolated() -> None:
    rows = measured("benchmarks.peers", "--deadlines", "60", "--sample", "20")
    peers = [row for row in rows.values() if row["limit"] is not None]
    assert len(peers) == 2
    assert all("extrapolated linearly from 20" in row["note"] for row in peers)
    assert unlikely(rows) == []


@pytest.mark.parametrize("arguments", [("--scale", "a lot"), ("--only", "everything")])
def test_benchmark_refuses_what_it_cannot_run(arguments: tuple[str, str]) -> None:
    command = [sys.executable, "-m", "benchmarks.national", *arguments]
    assert subprocess.run(command, cwd=ROOT, check=False, capture_output=True).returncode == 2


def test_morning_benchmark_keeps_the_rate_and_prints_its_figures(database_url: str) -> None:
    database = "sqlite" if database_url.startswith("sqlite") else database_url
    rows = measured("benchmarks.morning", "--people", "60", "--per-minute", "30", "--database", database)
    rate = rows["most messages within any minute"]
    assert (rate["verdict"], rows["peak memory of the morning"]["verdict"]) == ("ok", "ok")
    assert rate["value"] >= 30
    assert unlikely(rows) == []


def test_reads_benchmark_prints_a_figure_for_every_level() -> None:
    rows = measured("benchmarks.reads", "--scale", "0.0005", "--rounds", "2")
    assert {f"my work, {level}" for level in ("ministry", "province", "commune", "school")} <= set(rows)


def test_preview_benchmark_prints_its_figures(database_url: str) -> None:
    database = "sqlite" if database_url.startswith("sqlite") else database_url
    rows = measured("benchmarks.preview", "--schools", "60", "--database", database)
    assert set(rows) == {"outline of the plan", "preview of what will be sent"}
    assert unlikely(rows) == []


def test_pages_benchmark_asks_for_every_page_at_every_level() -> None:
    rows = measured("benchmarks.pages", "--scale", "0.002", "--rounds", "2", "--seconds", "1")
    pages = {name.rpartition(",")[0] for name in rows if name.startswith("/")}
    assert pages >= {"/viec", "/cho-xac-nhan", "/van-ban", "/van-ban/3", "/tong-hop", "/giao-viec", "/nhac-viec"}
    assert all(f"/viec, {level}" in rows for level in ("ministry", "province", "commune", "school"))
    assert unlikely(rows) == []
