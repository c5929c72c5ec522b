"""A file as an editor saved it, its text as it is read, and edits to the one as edits to the other; all else stays."""

import re
from bisect import bisect_left

from msgspec import Struct

from site_builder.decoding import decode
from site_builder.mends.mend import Edit, apply_edits

BOM = "\ufeff"
LINE_END = re.compile("\r\n|\r|\n")


class SourceText(Struct, frozen=True):
    """The text of a file with its own line ends, how it is encoded, and the marks that stand before it."""

    written: str
    encoding: str
    marks: str

    @property
    def text(self) -> str:
        """The text as it is read."""
        return self.written.replace("\r\n", "\n").replace("\r", "\n")

    def encode(self) -> bytes:
        """Give the bytes of the file."""
        return (self.marks + self.written).encode(self.encoding)

    def is_read_as(self, path: str) -> bool:
        """Tell whether the bytes are read as the same text, and would come back byte for byte."""
        return decode(self.encode(), path).value == self.text

    def replace_spans(self, edits: tuple[Edit, ...]) -> "SourceText":
        """Apply edits to the text as it is read; new lines end as the line does that they are put into."""
        ends = [(each.start(), each[0]) for each in LINE_END.finditer(self.written)]
        pairs = [at for at, end in ends if end == "\r\n"]
        # Where each pair's second sign would stand if those before it were one sign each.
        joined = [at - number for number, at in enumerate(pairs)]

        def shift(edit: Edit) -> Edit:
            start, stop = (at + bisect_left(joined, at) for at in (edit.start, edit.end))
            if "\n" not in edit.new:
                return Edit(start, stop, edit.new)
            number = min(bisect_left(ends, (start, "")), len(ends) - 1)
            return Edit(start, stop, edit.new.replace("\n", ends[number][1] if ends else "\n"))

        return SourceText(apply_edits(self.written, tuple(map(shift, edits))), self.encoding, self.marks)


def read_source_text(data: bytes, path: str) -> SourceText | None:
    """Read the bytes of a file; None where they are no text, or would not come back byte for byte."""
    for encoding in ("utf-8", "gb18030"):
        try:
            written = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        text = written.lstrip(BOM) if encoding == "utf-8" else written
        found = SourceText(text, encoding, written.removesuffix(text) if text else written)
        return found if found.encode() == data and found.is_read_as(path) else None
    return None
