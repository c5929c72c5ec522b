"""Bytes as editors' programs save them -> text, or one Problem at the line and byte at fault."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.decoding import LARGEST, decode, has_visible_sign

CHINESE = "---\ntitle: 走访安华里\n---\n正文，第一段。\n"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        (CHINESE.encode(), CHINESE),
        (b"\xef\xbb\xbf" + CHINESE.encode(), CHINESE),
        (b"\xef\xbb\xbf" * 2 + CHINESE.encode(), CHINESE),
        (CHINESE.replace("\n", "\r\n").encode(), CHINESE),
        (CHINESE.replace("\n", "\r").encode(), CHINESE),
        ("\ttab 😀 é".encode(), "\ttab 😀 é"),
    ],
)
def test_utf8(data: bytes, text: str) -> None:
    found = decode(data, "a.md")
    assert found.value == text
    assert found.problems == ()


@pytest.mark.parametrize("text", [CHINESE, "标题", "---\ntitle: 会议纪要（第3次）\n---\n"])
@pytest.mark.parametrize("encoding", ["gb18030", "gbk"])
def test_gb18030_is_read_with_a_warning_at_its_first_character(text: str, encoding: str) -> None:
    found = decode(text.encode(encoding), "a.md")
    assert found.value == text
    (warning,) = found.problems
    assert (warning.severity, warning.rule) == ("warning", "encoding")
    lines = text.split("\n")
    assert not lines[warning.line - 1][warning.column - 1].isascii()


@pytest.mark.parametrize(
    ("data", "line", "byte"),
    [
        ("title: Café à la carte".encode("latin-1"), 1, 11),
        ("a\ntitle: “Visit”".encode("cp1252"), 2, 8),
        ("這是一個測試的說明".encode("big5"), 1, 1),
        (CHINESE.encode()[:-3], 4, 19),  # cut in the middle of a character
        ("走访\n".encode() + "正文是这样的".encode("gb18030"), 2, 1),
        (CHINESE.encode("gb18030") + b"\xff\xff", 5, 1),
        (b"\x80abc", 1, 1),
        (b"\xff\xfe\x00", 1, 1),
        ("title: a".encode("utf-16"), 1, 1),
        ("title: a".encode("utf-16-be"), 1, 1),
        ("title: 走访安华里社区".encode("utf-16-le"), 1, 1),
        ("title: a".encode("utf-32"), 1, 1),
    ],
)
def test_anything_else_is_an_error_that_names_line_and_byte(data: bytes, line: int, byte: int) -> None:
    found = decode(data, "a.md")
    assert found.value is None
    (error,) = found.problems
    assert (error.severity, error.rule, error.line) == ("error", "encoding", line)
    assert dict(error.values).get("byte", "1") == str(byte)


@pytest.mark.parametrize(
    ("text", "line", "column", "code"),
    [("a\x00b", 1, 2, "0000"), ("a\n标\x1b", 2, 2, "001B"), ("\x7f", 1, 1, "007F"), ("a\uffff", 1, 2, "FFFF")],
)
def test_control_character_is_named_at_its_place(text: str, line: int, column: int, code: str) -> None:
    (error,) = decode(text.encode(), "a.md").problems
    assert (error.line, error.column, dict(error.values)["code"]) == (line, column, code)


def test_too_large() -> None:
    assert decode(b"x" * LARGEST, "a.md").problems == ()
    (error,) = decode(b"x" * (LARGEST + 1), "a.md").problems
    assert error.rule == "size"


@given(st.binary(max_size=300) | st.text(max_size=100).map(lambda t: t.encode("gb18030", "ignore")))
def test_any_bytes_come_to_text_or_to_an_error(data: bytes) -> None:
    found = decode(data, "a.md")
    assert (found.value is None) == any(p.severity == "error" for p in found.problems)
    if found.value is not None:
        assert "\x00" not in found.value
        assert "\r" not in found.value
        found.value.encode()


@pytest.mark.parametrize("text", ["a", " 汉", "\u200b！", "1\u0301", "🎉", "\u200d-"])
def test_a_text_with_a_visible_sign(text: str) -> None:
    assert has_visible_sign(text)


@pytest.mark.parametrize(
    "text", ["", " \t\n", "\u3000\xa0", "\u200b\u200d\ufeff\u2060", "\xad", "\u0301", "\u3164\u2800"]
)
def test_a_text_without_one(text: str) -> None:
    assert not has_visible_sign(text)
