"""The numbered documents that a directive cites, each once: number, date, issuer, where."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from intake.drafting.draft import Base
from intake.drafting.head.citers import Citing, full_name, issuer_by_letters, issuer_named, issuer_of, office_in
from intake.drafting.head.dates import DIGIT, day_of
from intake.drafting.head.folding import folded
from intake.drafting.head.numbers import DOUBTFUL_DIGITS, digits, repaired, tight

_GROUP: Final = r"[A-ZĐÐ][A-ZĐÐ&]{0,14}[a-z]{0,2}[A-ZĐÐ&0-9]{0,12}(?![^\W\d_])"
_NUMBER: Final = re.compile(
    r"(?:(?<![\w/.,-])|(?<=[sS][oôốồỗ]))(?P<no>(?:\d{1,2}\s(?=\d{3}\s?/))?[0-9lIO|]{1,5}[a-zA-Z]?)\s{0,2}"
    r"(?P<year>/\s{0,2}[12lI|][90oO][0-9oOlI|]{2})?\s{0,2}[/\-–]\s{0,2}"
    rf"(?P<rest>{_GROUP}(?:\s{{0,2}}[/\-–]\s{{0,2}}{_GROUP}){{0,5}})"
)
_KINDS: Final = (
    r"luat|nghi dinh|thong tu|quyet dinh|ke hoach|cong van|huong dan|nghi quyet|chi thi|ket luan|thong bao|van ban"
    r"|to trinh|chuong trinh|bao cao|cong dien"
)
_NAMED: Final = re.compile(
    rf"(?:\bs[o06]|\b(?:{_KINDS})|\bvbhn|\blien tich|\btrinh|[a-z0-9][,;]|\bva)\s{{0,3}}[:.]?\s{{0,3}}$"
)
_KNOWN: Final = re.compile(
    r"(?:^|[-/])(?:UBND|CP|TTg|TW|TU|QH\d*|HĐND|[PSB]?GD\W?[ĐD]{0,2}T|BGD\w*|VPCP|BTC|BNV|BYT|KH|QĐ|HD|CT|TB|NQ|TT|NĐ|CV"
    r"|BC|CTr|TTr)(?:$|[-/])"
)
_FORM: Final = re.compile(r"\b(?:bieu\s)?(?:mau|bieu|phu luc)(?:\s(?:mau|bieu))?(?:\sso)?\s?[:.]?\s{0,3}$")
_AFTER_SO: Final = re.compile(r"\bs[o06]\s?[:.]?\s{0,3}$")
_PARTY: Final = re.compile(r"^(?:NQ|CT|KL|QĐ|TB|HD|CTr|KH|CV|BC|TTr|QC|QyĐ)(?:-|$)|TW|TU|HU|BTG")
_ON: Final = (
    rf"(?P<day>{DIGIT}{{1,2}})\s{{0,2}}(?:[/.\-]|thang)\s{{0,2}}(?P<month>{DIGIT}{{1,2}})\s{{0,2}}"
    rf"(?:[/.\-]|,?\s{{0,2}}na(?:m|rn))\s{{0,2}}(?P<year>{DIGIT}{{4}})(?!\d)"
)
_DATE_AFTER: Final = re.compile(rf"\s{{0,3}}[,(]?\s{{0,3}}(?:(?:duoc )?ban hanh\s)?(?:de\s)?ngay\s{{0,3}}{_ON}")
_DATE_LATER: Final = re.compile(rf"\s{{0,3}}[,(]?\s{{0,3}}cua\s[^;.:\n]{{2,90}}?\sngay\s{{0,3}}{_ON}")
_DATE_BEFORE: Final = re.compile(
    rf"\bngay\s{{0,3}}{_ON}[,\s]{{1,3}}(?P<office>[^;.:\n]{{2,90}}?)\s"
    r"(?:da\s)?(?:ban hanh|co|gui|ra)\s[^;.:\n]{2,40}$"
)
_OFFICE_BEFORE: Final = (
    re.compile(rf"\bcua\s(?P<office>[^;.:,\n]{{2,90}}?)\stai\s(?:{_KINDS})\s(?:so\s?)?$"),
    re.compile(r"(?:^|[,;.:]\s)(?P<office>[^;.:,\n]{2,90}?)\s(?:da\s)?(?:ban hanh|co)\s[^;.:\n]{2,30}$"),
    re.compile(
        rf"(?:[,;.:]\s|\bcua\s)(?P<office>(?:(?!\bcua\s)[^;.:,()\n]){{2,160}}?)\s\((?:tai\s)?(?:{_KINDS})\s(?:so\s?)?$"
    ),
)
_MINISTRIES: Final = re.compile(r"\bcac bo\s?:\s[^.]{0,300}$")
_IN_A_ROW: Final = re.compile(r"\s{0,3}(?:,|va|;)\s{1,3}(?:so\s)?")
_REACH_BEFORE: Final = 200
_REACH_AFTER: Final = 220


def based_on(citing: Citing) -> tuple[Base, ...]:
    """Every numbered document cited, once, in text order; a later citation may add the date of an earlier one."""
    found: dict[str, list[Base]] = {}
    order: list[tuple[str, int]] = []
    for base in _cited(citing):
        number = _key(base)
        same = found.setdefault(number, [])
        at = next((at for at, other in enumerate(same) if _is_same_day(other, base)), None)
        if at is None:
            order.append((number, len(same)))
            same.append(base)
        else:
            same[at] = _completed(same[at], base)
    clipped = {begun for number in found for begun in _beginnings(number)}
    return tuple(found[number][at] for number, at in order if number not in clipped)


def _beginnings(number: str) -> Iterator[str]:
    """The short forms of a number: 1237/QĐ of 1237/QĐ-TTg, which is no other document."""
    parts = number.split("-")
    return ("-".join(parts[:count]) for count in range(1, len(parts)))


def _key(base: Base) -> str:
    return folded(base.number_corrected or base.number)


def _is_same_day(first: Base, later: Base) -> bool:
    return first.issued_on is None or later.issued_on is None or first.issued_on == later.issued_on


def _completed(first: Base, later: Base) -> Base:
    return replace(first, issued_on=first.issued_on or later.issued_on, issuer=first.issuer or later.issuer)


def _cited(citing: Citing) -> Iterator[Base]:
    """The citations in text order; numbers in a row, "số 12/…, 13/… ngày … của …", share what the last one says."""
    waiting: list[Base] = []
    end = 0
    for match in _NUMBER.finditer(citing.text):
        base = _base(citing, match)
        if base is None:
            continue
        if not _IN_A_ROW.fullmatch(citing.flat[end : match.start()]):
            yield from waiting
            waiting = []
        if base.issued_on is None and not _has_issuer(citing, match):
            waiting.append(base)
        else:
            yield from (replace(one, issued_on=base.issued_on, issuer=base.issuer) for one in waiting)
            yield base
            waiting = []
        end = match.end()
    yield from waiting


def _has_issuer(citing: Citing, match: re.Match[str]) -> bool:
    return issuer_of(citing, match.end()) is not None


def _base(citing: Citing, match: re.Match[str]) -> Base | None:
    before = citing.flat[max(0, match.start() - _REACH_BEFORE) : match.start()]
    number, figures = tight(match[0]), tight(f"{match['no']}{match['year'] or ''}")
    if not _is_number(match, before) or (citing.number is not None and folded(number) == folded(citing.number)):
        return None
    right = digits(figures) + repaired(number[len(figures) :])
    on, issuer = _date_and_issuer(citing, match)
    issuer = full_name(issuer or issuer_by_letters(right), citing.issuer)
    where = "preamble" if match.start() < citing.preamble_end else "body"
    return Base(number, on, issuer, where, right if right != number else None)


def _is_number(match: re.Match[str], before: str) -> bool:
    """False for forms and look-alikes: letters for figures only after "số", a dash for a slash in Party notations."""
    if _FORM.search(before[-24:]):
        return False
    if not _NAMED.search(before[-24:]) and not _KNOWN.search(match["rest"]):
        return False
    figures = match["no"]
    is_plain = figures[0].isdigit() and " " not in figures and not DOUBTFUL_DIGITS.search(figures)
    if not is_plain and not (_AFTER_SO.search(before) and any(letter.isdigit() for letter in figures)):
        return False
    return "/" in match[0] or bool(_PARTY.search(match["rest"]))


def _date_and_issuer(citing: Citing, match: re.Match[str]) -> tuple[date | None, str | None]:
    """What stands behind the number, "ngày … của …", else before it: "Ngày … Phòng … ban hành Công văn số"."""
    end = match.end() + _REACH_AFTER
    dated = _DATE_AFTER.match(citing.flat, match.end(), end)
    later = None if dated else _DATE_LATER.match(citing.flat, match.end(), end)
    issuer = issuer_of(citing, dated.end() if dated else match.end())
    on = _day(dated or later)
    if on is not None and issuer is not None:
        return on, issuer
    start = max(0, match.start() - _REACH_BEFORE)
    before = citing.flat[start : match.start()]
    earlier = _DATE_BEFORE.search(before)
    office = earlier or next((found for found in (form.search(before) for form in _OFFICE_BEFORE) if found), None)
    if office and issuer is None:
        named = citing.text[start + office.start("office") : start + office.end("office")]
        is_listed = _MINISTRIES.search(citing.flat[max(0, start - _REACH_BEFORE) : start + office.start("office")])
        issuer = issuer_named(citing.name_of(office_in(named))) or (
            citing.name_of(f"Bộ {named}") if is_listed else None
        )
    return on or _day(earlier), issuer


def _day(found: re.Match[str] | None) -> date | None:
    if found is None:
        return None
    year, month, day = (int(digits(found[name])) for name in ("year", "month", "day"))
    return day_of(year, month=month, day=day)
