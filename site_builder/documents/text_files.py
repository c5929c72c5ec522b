"""Bytes -> the text that they are, whatever the file's name says; of a mail also what its parts hold encoded."""

import re
from collections.abc import Iterator
from email import message_from_bytes

from site_builder.decoding import is_common
from site_builder.documents.extract import Extract
from site_builder.foreign_readers.limits import ReadBudget, TooLargeError

WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
MAILS = (".eml", ".mht", ".mhtml")
LONGEST_UTF8 = 4
# So much of a file tells whether it is text.
HEAD = 1 << 12
# A sign of up to four bytes may be cut at the end of that.
CUT = 4
# What text does not hold, but for tabs, ends of lines and pages, and what printers are told.
CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x9f\ufffe\uffff]")
PLAIN = re.compile("[\t\n\r -~]")
# Of text in a code without a mark so many signs are the customary ones; so many controls are a slip.
CUSTOMARY_SHARE, CONTROL_SHARE = 0.9, 0.01


def find_encoding(head: bytes) -> str:
    """Give the code in which bytes are text, by a file's beginning; nothing where they are none."""
    if head[:2] in WIDE_MARKS:
        return "utf-16"
    for encoding, wanted in (("utf-8-sig", 0.0), ("gb18030", CUSTOMARY_SHARE)):
        text = decode_beginning(head, encoding)
        if text is not None and "\0" not in text and is_text(text, wanted):
            return encoding
    for encoding in ("utf-16-le", "utf-16-be", "latin-1"):
        text = decode_beginning(head, encoding)
        # Other bytes that are read so are rare characters, and hardly ever a digit, a space or the end of a line.
        if text is not None and PLAIN.search(text) and is_text(text, CUSTOMARY_SHARE):
            return encoding
    return ""


def decode_beginning(head: bytes, encoding: str) -> str | None:
    """Decode a file's beginning, at whose end a sign may be cut; None where it is not in that code."""
    for cut in range(CUT if len(head) >= HEAD else 1):
        try:
            return head[: len(head) - cut].decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def is_text(text: str, wanted: float) -> bool:
    """Tell whether signs are those of a text: hardly a control, and a share that is customary."""
    if len(CONTROL.findall(text)) > CONTROL_SHARE * len(text):
        return False
    plain = len(PLAIN.findall(text)) if wanted else 0
    return not wanted or plain + sum(map(is_common, text)) >= wanted * len(text)


def read_text_file(data: bytes, budget: ReadBudget) -> Iterator[Extract]:
    """Give a text file in any code that Chinese programs write."""
    if len(data) > LONGEST_UTF8 * budget.text:
        raise TooLargeError
    likely = find_encoding(data[:HEAD])
    for encoding in (likely, "utf-8-sig", "gb18030", "latin-1") if likely else ("utf-8-sig", "gb18030", "latin-1"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        yield Extract("line", text=text.replace("\r\n", "\n").replace("\r", "\n"))
        return
    raise ValueError


def read_mail(data: bytes, budget: ReadBudget) -> Iterator[Extract]:
    """Give a mail as it stands, and the texts of the parts that are written in a code for sending."""
    yield from read_text_file(data, budget)
    for number, part in enumerate(message_from_bytes(data).walk(), 1):
        if str(part.get("Content-Transfer-Encoding", "")).strip().lower() not in {"base64", "quoted-printable"}:
            continue
        body = part.get_payload(decode=True)
        if isinstance(body, bytes) and find_encoding(body[:HEAD]):
            for each in read_text_file(body, budget):
                yield Extract("part", str(number), each.text)
