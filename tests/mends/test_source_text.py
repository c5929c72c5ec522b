"""A file as it was saved: encoding, marks and line ends stay, whatever is mended in it."""

import pytest

from site_builder.mends.mend import Edit
from site_builder.mends.source_text import read_source_text

TEXT = "标题：一\n第二行\n"


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        (TEXT.encode(), "标题：一\n第2行\n".encode()),
        (b"\xef\xbb\xbf" + TEXT.encode(), b"\xef\xbb\xbf" + "标题：一\n第2行\n".encode()),
        (TEXT.replace("\n", "\r\n").encode(), "标题：一\r\n第2行\r\n".encode()),
        ("标题：一\r\n第二行\n".encode("gb18030"), "标题：一\r\n第2行\n".encode("gb18030")),
    ],
)
def test_only_the_span_changes(data: bytes, wanted: bytes) -> None:
    source = read_source_text(data, "content/a.md")
    assert source
    assert source.encode() == data
    at = source.text.index("二")
    assert source.replace_spans((Edit(at, at + 1, "2"),)).encode() == wanted


def test_a_new_line_ends_as_the_one_does_that_it_is_put_into() -> None:
    source = read_source_text(b"a\r\nb\nc", "content/a.md")
    assert source
    assert source.replace_spans((Edit(0, 0, "x\n"),)).encode() == b"x\r\na\r\nb\nc"
    assert source.replace_spans((Edit(2, 2, "x\n"),)).encode() == b"a\r\nx\nb\nc"


def test_what_would_not_come_back_byte_for_byte_is_not_mended() -> None:
    assert read_source_text(b"\xff\xfe\x00", "content/a.md") is None
