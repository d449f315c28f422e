"""Names of files in the header that makes browsers save them."""

from hypothesis import given
from hypothesis import strategies as st

from web.downloads import disposition, download


def test_name_is_there_in_its_letters_and_in_ascii() -> None:
    assert disposition('Báo "cáo" 50%.pdf') == (
        "attachment; filename=\"Bao cao 50_.pdf\"; filename*=UTF-8''B%C3%A1o%20c%C3%A1o%2050%25.pdf"
    )


@given(st.text(max_size=200))
def test_header_stays_one_line_of_ascii_for_any_name(name: str) -> None:
    header = disposition(name)
    assert header.isascii()
    assert header.isprintable()
    assert header.count('"') == 2
    header.encode("latin-1")


def test_file_that_is_made_is_saved_and_never_shown() -> None:
    sent = download(b"x", name="Đôn đốc số 396/KH-GDĐT", kind="docx").headers
    assert 'filename="Don doc so 396-KH-GDDT.docx"' in sent["content-disposition"]
    assert sent["content-security-policy"].startswith("default-src 'none'; sandbox")
    assert sent["content-type"].startswith("application/vnd.openxmlformats")
    assert sent["cache-control"] == "private, no-store"
