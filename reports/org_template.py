"""The workbook into which an officer types units and people: lists to choose from, notes at the headings, examples."""

from io import BytesIO
from typing import Any, Final

from xlsxwriter import Workbook

from engine.organisation import ROLES, UNIT_KINDS
from reports.wording import Words, words

_LAST_ROW: Final = 200_000
_UNITS: Final = {"code": 16, "name": 44, "kind": 22, "parent": 18, "aliases": 30, "valid_from": 13, "valid_to": 13}
_PEOPLE: Final = {"person": 28, "unit": 16, "role": 22, "title": 24, "email": 34, "phone": 16}
_NEEDED: Final = frozenset({"code", "name", "kind", "person", "unit", "role"})
_DAYS: Final = frozenset({"valid_from", "valid_to"})
_STEPS: Final = ("step_1", "step_2", "step_3", "step_4")


def org_template(said: Words) -> bytes:
    """The template as an .xlsx file. Its lists are in Vietnamese in both languages: a kind or role is known by its
    Vietnamese word."""
    stream = BytesIO()
    book: Any = Workbook(stream, {"in_memory": True, "default_date_format": "dd/mm/yyyy"})
    book.set_properties({"title": said.say("org_template.guide_sheet")})
    sheets = _Sheets(book, said)
    sheets.units()
    sheets.people()
    sheets.guide()
    book.close()
    return stream.getvalue()


class _Sheets:
    def __init__(self, book: Any, said: Words) -> None:
        self._book = book
        self._said = said
        vietnamese = words("vi")
        self._kinds = [vietnamese.say(f"unit_kinds.{code}") for code in UNIT_KINDS]
        self._roles = [vietnamese.role(code) for code in ROLES]
        base = {"valign": "top", "font_name": "Times New Roman", "font_size": 12}
        self._plain = book.add_format({**base, "text_wrap": True})
        self._text = book.add_format({**base, "num_format": "@"})
        self._day = book.add_format({**base, "num_format": "dd/mm/yyyy"})
        self._head = book.add_format({**base, "bold": True, "bg_color": "#D9E2F3", "border": 1})
        self._example = book.add_format({**base, "italic": True, "font_color": "#7F7F7F"})

    def units(self) -> None:
        """The sheet of units, with two example rows."""
        sheet = self._sheet("unit_sheet", _UNITS)
        office = ("VIDU1", self._say("example_office"), self._kinds[UNIT_KINDS.index("phong")])
        school = ("VIDU2", self._say("example_school"), self._kinds[UNIT_KINDS.index("truong_mam_non")], "VIDU1")
        sheet.write_row(1, 0, office, self._example)
        sheet.write_row(2, 0, (*school, self._say("example_alias"), "01/07/2025"), self._example)
        self._choose(sheet, column=list(_UNITS).index("kind"), entries=self._list_at(0, self._kinds))

    def people(self) -> None:
        """The sheet of people, with two example rows."""
        sheet = self._sheet("person_sheet", _PEOPLE)
        leader, head = (self._roles[ROLES.index(role)] for role in ("lanh_dao", "hieu_truong"))
        first = (self._say("example_leader"), "VIDU1", leader, self._say("example_leader_title"))
        second = (self._say("example_head"), "VIDU2", head, self._say("example_head_title"))
        sheet.write_row(1, 0, (*first, "nguyenvana@example.gov.vn", "0912345678"), self._example)
        sheet.write_row(2, 0, (*second, "tranthib@example.edu.vn"), self._example)
        self._choose(sheet, column=list(_PEOPLE).index("role"), entries=self._list_at(1, self._roles))

    def guide(self) -> None:
        """What to do, and the lists of kinds and roles that the other sheets choose from."""
        sheet = self._book.add_worksheet(self._say("guide_sheet"))
        sheet.set_column(0, 1, 34)
        sheet.write(0, 0, self._say("organisation"), self._head)
        sheet.write(0, 1, "", self._text)
        sheet.write_comment(0, 1, self._say("organisation_note"))
        for row, step in enumerate(_STEPS, start=2):
            sheet.merge_range(row, 0, row, 5, self._say(step), self._plain)
            sheet.set_row(row, 34)
        for column, (heading, entries) in enumerate((("kinds", self._kinds), ("roles", self._roles))):
            sheet.write(_LISTS_FROM - 1, column, self._say(heading), self._head)
            sheet.write_column(_LISTS_FROM, column, entries, self._plain)

    def _say(self, key: str) -> str:
        return self._said.say(f"org_template.{key}")

    def _sheet(self, name: str, columns: dict[str, int]) -> Any:
        sheet = self._book.add_worksheet(self._say(name))
        for number, (key, width) in enumerate(columns.items()):
            sheet.set_column(number, number, width, self._day if key in _DAYS else self._text)
            sheet.write(0, number, self._say(key) + (" *" if key in _NEEDED else ""), self._head)
            sheet.write_comment(0, number, self._say(f"{key}_note"), {"x_scale": 1.6})
        sheet.freeze_panes(1, 1)
        return sheet

    def _list_at(self, column: int, entries: list[str]) -> str:
        letter = "AB"[column]
        first, last = _LISTS_FROM + 1, _LISTS_FROM + len(entries)
        return f"='{self._say('guide_sheet')}'!${letter}${first}:${letter}${last}"

    def _choose(self, sheet: Any, *, column: int, entries: str) -> None:
        # A warning, not a stop: an office may have roles of its own in its policies.
        sheet.data_validation(
            1, column, _LAST_ROW - 1, column, {"validate": "list", "source": entries, "error_type": "warning"}
        )


_LISTS_FROM: Final = 9
"""Row, counted from 0, at which the lists of the guide begin."""
