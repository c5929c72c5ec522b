"""Changes of a text line by line, as they are shown before they are written: each line as it is and as it will be."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator

from msgspec import Struct

from site_builder.checking.personal_data.finder import mask_keeping_length
from site_builder.editing.mending.gather import MendStep
from site_builder.mends.mend import Edit, Mend, apply_edits

# Of a longer line, what stands so many characters before and behind the changes is shown.
LONGEST_WHOLE, MARGIN = 200, 40


class LineChange(Struct, frozen=True):
    """A line that changes: its number and where it does, both from 1, the line before, the lines that it becomes."""

    line: int
    places: tuple[tuple[int, Edit, Mend], ...]
    before: str
    after: tuple[str, ...]


def list_line_changes(step: MendStep, mends: Iterable[Mend]) -> Iterator[LineChange]:
    """Give the lines that mends of a step change, numbered as in the file; personal data in them is hidden."""
    text = step.text
    edits = [(edit, mend) for mend in mends for edit in mend.edits]
    number, start, done = 1, 0, 0
    while done < len(edits):
        above = text.rfind("\n", 0, edits[done][0].start) + 1
        number, start = number + text.count("\n", start, above), above
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        here = done
        while done < len(edits) and edits[done][0].start <= end:
            done += 1
        within = tuple(Edit(edit.start - start, edit.end - start, edit.new) for edit, _ in edits[here:done])
        before, after = shorten_change(text[start:end], within)
        places = tuple((edit.start + 1, edit, mend) for edit, (_, mend) in zip(within, edits[here:done], strict=True))
        line, shown = number - bisect_left(step.added, number), tuple(map(hide_personal_data, after.split("\n")))
        yield LineChange(line, places, hide_personal_data(before), shown)


def shorten_change(line: str, edits: tuple[Edit, ...]) -> tuple[str, str]:
    """Give a line before and after its changes; of a long one the part around them."""
    after = apply_edits(line, edits)
    if len(line) <= LONGEST_WHOLE:
        return line, after
    left = max(0, edits[0].start - MARGIN)
    right = max(0, len(line) - edits[-1].end - MARGIN)
    head, tail = "…" if left else "", "…" if right else ""
    return head + line[left : len(line) - right] + tail, head + after[left : len(after) - right] + tail


def hide_personal_data(text: str) -> str:
    """Give a line for a terminal: what is personal, and signs that nobody sees, are replaced."""
    return "".join(c if c.isprintable() or c in "\t　" else "�" for c in mask_keeping_length(text))
