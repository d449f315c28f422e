"""Small plan and organisation files for tests: one change each, the line it breaks marked with ``#!``."""

from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

from engine.errors import Problem

MARK = "#!"
LOCALES = Path(__file__).parents[2] / "reports" / "locales"

PLAN = """\
doc: document.txt
number: 12/KH-PGDĐT
issued_on: '2024-08-13'
issuer: Phòng GDĐT
place: Thử
doc_type: ke_hoach
title: Kế hoạch thử
addressees: []
recipients: []
signer:
  name: null
based_on:
  - number: 2675/KH-UBND
    issued_on: '2021-04-05'
    issuer: UBND tỉnh
period:
  phrase: năm 2024
  start: '2024-01-01'
  end: '2024-12-31'
tasks:
  - id: T01
    line: 14
    text: Báo cáo kết quả thực hiện
    owner: cơ sở GDMN
    coordinators: []
    kind: report
    deadlines:
      - quote: trước ngày 05/12/2024
        due: '2024-12-04'
    form: false
    fields:
      - key: so_tre
        label: Số trẻ
  - id: T02
    text: Kiểm tra việc thực hiện
    owner: Phòng GDĐT
    deadlines: []
"""

ORGANISATION = """\
scheme: thu
place: Thử
units:
  - code: UBNDH
    name: UBND huyện Thử
    kind: ubnd_huyen
    parent: null
  - code: PGDDT
    name: Phòng GDĐT
    kind: phong
    parent: UBNDH
  - code: MN_A
    name: Trường Mầm non A
    kind: truong_mam_non
    parent: PGDDT
    aliases:
      - MN A
people:
  - name: Hiệu trưởng MN A
    unit: MN_A
    role: hieu_truong
    email: ht.a@thu.example
    zalo_user_id: '0000000000000000001'
external_parties:
  - code: BCD
    name: Ban chỉ đạo huyện
    contact_unit: UBNDH
owner_map:
  cơ sở GDMN:
    kinds:
      - truong_mam_non
  Phòng GDĐT:
    units:
      - PGDDT
  Ban chỉ đạo:
    external:
      - BCD
"""


def changed(text: str, old: str, new: str) -> str:
    """``text`` with one place changed; it must be there exactly once."""
    assert text.count(old) == 1, (old, text.count(old))
    return text.replace(old, new)


def marked_line(text: str) -> int:
    """The 1-based line that carries the mark."""
    return next(number for number, line in enumerate(text.splitlines(), start=1) if MARK in line)


def written(path: Path, text: str) -> Path:
    """``text`` as a UTF-8 file, the mark left in as a comment."""
    path.write_text(text, encoding="utf-8")
    return path


@cache
def words(language: str) -> dict[str, str]:
    """The sentences for findings in one language."""
    tree = YAML(typ="safe").load((LOCALES / f"{language}.yaml").read_text(encoding="utf-8"))
    return dict(tree["problems"])


def found(problems: tuple[Problem, ...]) -> list[tuple[str, int]]:
    """Code and line of each finding; each must be sayable in both languages."""
    for problem in problems:
        for language in ("vi", "en"):
            assert words(language)[problem.code].format(**problem.values)
    return [(problem.code, int(problem.place.rpartition(":")[2])) for problem in problems]
