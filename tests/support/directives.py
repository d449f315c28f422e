"""Directives made of a few lines, as tests of the reader need them."""

from intake.drafting import draft_of
from intake.drafting.draft import Draft
from intake.reading.document import Document, Line

HEAD = (
    "Số: 12/PGDĐT-MN",
    "V/v thực hiện nhiệm vụ đầu năm học",
    "Ba Bể, ngày 20 tháng 8 năm 2024",
    "Kính gửi: Các trường mầm non.",
    "Phòng Giáo dục và Đào tạo đề nghị các trường thực hiện các nội dung sau:",
)


def document_of(*texts: str, name: str = "van_ban.txt") -> Document:
    """A text file of these lines."""
    return Document(name, "txt", tuple(Line(number, text) for number, text in enumerate(texts, start=1)))


def letter(*body: str) -> Draft:
    """The draft of a district letter to the pre-schools with these lines as its body."""
    return draft_of(document_of(*HEAD, *body))


def plan(*body: str) -> Draft:
    """The draft of a provincial plan, which has no addressees, with these lines as its body."""
    return draft_of(
        document_of(
            "Số: 45/KH-UBND",
            "Lào Cai, ngày 05 tháng 3 năm 2024",
            "KẾ HOẠCH",
            "Nâng cao chất lượng bữa ăn học đường năm 2024",
            "Ủy ban nhân dân tỉnh Lào Cai ban hành kế hoạch như sau:",
            *body,
        )
    )


def beginnings(draft: Draft, words: int = 3) -> list[str]:
    """The first words of each task."""
    return [" ".join(task.text.split()[:words]) for task in draft.tasks]
