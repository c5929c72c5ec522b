"""A text that is changed step by step and knows which line of the old file each of its lines comes from."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable

# No text holds them: they stand around the number of what is kept aside.
OPEN, CLOSE = "\U0010fe00", "\U0010fe01"
PLACEHOLDER = re.compile(f"{OPEN}([0-9]+){CLOSE}")

Edit = tuple[int, int, str]


class EditedText:
    """A text and, for each of its lines, the line of the file that it comes from."""

    def __init__(self, text: str, first: int) -> None:
        """Begin with the text of a file from a line on, counted from 1."""
        self.text = text
        self.lines = [first + number for number in range(text.count("\n") + 1)]

    def find_line_starts(self) -> list[int]:
        """Give the offset of every line."""
        return [0, *(found.end() for found in re.finditer("\n", self.text))]

    def edit(self, edits: Iterable[Edit]) -> None:
        """Replace parts of the text, given in order by start, end and what comes there."""
        parts: list[str] = []
        lines = [self.lines[0]]
        at = row = 0
        for start, end, new in edits:
            kept = self.text[at:start]
            count, old = kept.count("\n"), self.text.count("\n", start, end)
            lines += self.lines[row + 1 : row + 1 + count]
            row += count
            lines += (self.lines[min(row + number + 1, row + old)] for number in range(new.count("\n")))
            row += old
            parts += (kept, new)
            at = end
        lines += self.lines[row + 1 :]
        self.text = "".join((*parts, self.text[at:]))
        self.lines = lines

    def sub(self, pattern: re.Pattern[str], replace: Callable[[re.Match[str], int], str]) -> None:
        """Replace what matches a pattern; `replace` is given the match and its line."""
        starts = self.find_line_starts()
        edits = [
            (found.start(), found.end(), replace(found, self.lines[bisect_right(starts, found.start()) - 1]))
            for found in pattern.finditer(self.text)
        ]
        self.edit(each for each in edits if self.text[each[0] : each[1]] != each[2])


class Stash:
    """What of a body is kept aside while the rest is changed: template tags and code, each under a number."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.parts: list[StashedPart] = []

    def store(self, part: "StashedPart") -> str:
        """Keep something aside and give the mark that stands for it."""
        self.parts.append(part)
        return f"{OPEN}{len(self.parts) - 1}{CLOSE}"

    def restore(self, text: str) -> str:
        """Give a text as it was written, with all that was kept aside."""
        for _ in range(4):
            if OPEN not in text:
                return text
            text = PLACEHOLDER.sub(lambda found: self.get(found).source if self.get(found) else found[0], text)
        return text

    def get(self, found: re.Match[str]) -> "StashedPart":
        """Give what a mark stands for."""
        number = int(found[1])
        return self.parts[number] if number < len(self.parts) else StashedPart("code", found[0], 0)


class StashedPart:
    """A part that is kept aside: `tag` for what a template engine would run, `code` for code and comments.

    `address` is what it gives where an address stands, None where that is not known; `used` that it gave one. `as_text`
    is Markdown that says the same.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - its parts
        self,
        kind: str,
        source: str,
        line: int,
        rule: str = "",
        address: str | None = None,
        as_text: str | None = None,
    ) -> None:
        """Keep a part as it was written at a line."""
        self.kind = kind
        self.source = source
        self.line = line
        self.rule = rule
        self.address = address
        self.as_text = as_text
        self.used = as_text is not None
