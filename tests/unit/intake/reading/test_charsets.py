"""Code pages: what offices saved before Unicode, and what programs made of it, becomes the text that was meant."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.reading.charsets import CharsetUnclear, decoded, repaired
from intake.reading.legacy import TCVN3, VNI, from_tcvn3, from_vni

TEXT = (
    "Căn cứ Kế hoạch số 12/KH-UBND ngày 02/8/2021 của Ủy ban nhân dân huyện về chuyên đề “Trường mầm non lấy trẻ làm "
    "trung tâm”, đề nghị các trường gửi báo cáo trước ngày 30/10/2023; những nội dung khác thực hiện đúng kỹ thuật."
)
TONES = "\u0300\u0301\u0303\u0309\u0323"
TO_TCVN3 = {letter: sign for sign, letter in TCVN3.items()}
TO_VNI = {letter: signs for signs, letter in VNI.items()}


def in_cp1258(text: str) -> bytes:
    """The bytes of the Windows code page, with the tones apart."""
    data = bytearray()
    for letter in text:
        tones = [mark for mark in unicodedata.normalize("NFD", letter) if mark in TONES]
        base = unicodedata.normalize("NFC", "".join(m for m in unicodedata.normalize("NFD", letter) if m not in TONES))
        data += (letter if letter in "“”" else base + "".join(tones)).encode("cp1258")
    return bytes(data)


def in_tcvn3(text: str) -> str:
    """The signs of a TCVN3 font; capitals with tones have none of their own."""
    return "".join(TO_TCVN3.get(letter) or TO_TCVN3.get(letter.lower(), letter) for letter in text)


def in_vni(text: str) -> str:
    """The signs of a VNI font."""
    return "".join(TO_VNI.get(letter, letter) for letter in text)


def as_windows(text: str) -> bytes:
    """Signs as the bytes of Windows-1252; TCVN3 uses one that has none."""
    return b"".join(letter.encode("cp1252") for letter in text)


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.encode("utf-32"),
        unicodedata.normalize("NFD", TEXT).encode(),
    ],
)
def test_unicode_is_read_as_it_is(data: bytes) -> None:
    result = decoded(data)
    assert (result.text, result.charset, result.broken) == (TEXT, None, 0)


@pytest.mark.parametrize(
    ("data", "charset"),
    [
        (in_cp1258(TEXT), "CP1258"),
        (as_windows(in_tcvn3(TEXT)), "TCVN3"),
        (as_windows(in_vni(TEXT)), "VNI"),
        (in_tcvn3(TEXT).encode(), "TCVN3"),
        (in_vni(TEXT).encode(), "VNI"),
        (in_cp1258(TEXT).decode("cp1252").encode(), "CP1258"),
    ],
)
def test_old_code_pages_are_converted_and_named(data: bytes, charset: str) -> None:
    result = decoded(data)
    assert result.charset == charset
    assert result.text.casefold() == TEXT.casefold()


def test_utf8_read_as_windows_is_put_right() -> None:
    garbled = "".join(bytes([code]).decode("cp1252", errors="ignore") or chr(code) for code in TEXT.encode())
    assert (repaired(garbled).text, repaired(garbled).charset) == (TEXT, "UTF-8")


def test_lines_of_an_older_file_are_put_right_among_others() -> None:
    mixed = f"{TEXT}\n{TEXT}\n{TEXT}\n{in_tcvn3(TEXT.lower())}\n{in_vni(TEXT)}"
    result = repaired(f"{mixed}\n{in_tcvn3(TEXT.lower())}\n{in_vni(TEXT)}\n{in_vni(TEXT)}\n{in_vni(TEXT)}")
    assert result.text.split("\n")[:5] == [TEXT, TEXT, TEXT, TEXT.lower(), TEXT]
    assert result.charset == "TCVN3, VNI"


def test_broken_character_does_not_spoil_the_rest() -> None:
    cut = (TEXT * 3 + "ộ").encode()[:-1]
    result = decoded(cut)
    assert (result.text, result.broken) == (TEXT * 3 + "\ufffd", 1)


def test_mixture_of_unicode_and_bytes_is_refused() -> None:
    with pytest.raises(CharsetUnclear) as refusal:
        decoded(TEXT.encode() + b"\n" + as_windows(in_tcvn3(TEXT.lower())))
    assert refusal.value.is_mixed


def test_unknown_code_page_is_refused() -> None:
    with pytest.raises(CharsetUnclear) as refusal:
        decoded("Правительство Вьетнама, план на учебный год".encode("koi8-r"))
    assert not refusal.value.is_mixed


def test_quotation_marks_of_windows_need_no_vietnamese() -> None:
    assert decoded(b"Plan \x93A\x94 for 2024").text == "Plan “A” for 2024"


@pytest.mark.parametrize(
    "text",
    [
        "Le café est très près de l'hôtel où naît l'été",
        "Số: 12/QĐ-SGDĐT",
        "GDĐT GDĐT GDĐT GDĐT",
        "计划 二零二四 年 度 的",
    ],
)
def test_text_that_no_repair_improves_stays(text: str) -> None:
    assert repaired(text).text == text


def test_tcvn3_of_a_heading_is_read() -> None:
    assert from_tcvn3("Céng hoµ x· héi chñ nghÜa ViÖt Nam") == "Cộng hoà xã hội chủ nghĩa Việt Nam"


def test_vni_of_a_heading_is_read() -> None:
    assert from_vni("COÄNG HOØA XAÕ HOÄI CHUÛ NGHÓA Vieät Nam, ngöôøi") == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA Việt Nam, người"


SMALL = st.text(
    alphabet=sorted({letter for letter in TCVN3.values() if letter.islower()} | set("bcghklmnpqrstvx .,;-0123456789"))
)


@given(SMALL)
def test_tcvn3_comes_back_for_any_small_text(text: str) -> None:
    assert from_tcvn3(in_tcvn3(text)) == text


@given(st.sampled_from(sorted(VNI.values())), st.sampled_from(["", "n", "ng", " ", "ch", "."]))
def test_vni_comes_back_for_any_letter(letter: str, after: str) -> None:
    assert from_vni(in_vni(letter + after)) == letter + after


@given(st.binary(max_size=300))
def test_bytes_are_read_or_refused_for_any_content(data: bytes) -> None:
    try:
        text = decoded(data).text
    except CharsetUnclear:
        return
    assert unicodedata.is_normalized("NFC", text)
