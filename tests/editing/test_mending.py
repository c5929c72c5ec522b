"""Lines of a text that gets new ones keep the numbers that they have in the file."""

from bisect import bisect_left

from site_builder.editing.mending.gather import MendStep, count_added_lines
from site_builder.mends.mend import Edit, Mend, apply_edits


def test_lines_are_numbered_as_in_the_file() -> None:
    text = "".join(f"line {number}\n" for number in range(1, 10))
    places = {number: text.index(f"line {number}") for number in range(1, 10)}
    rows = (
        (Edit(places[3], places[3], "\n| "), Edit(places[4] - 1, places[4] - 1, " |\n| --- |")),
        (Edit(places[7] - 1, places[7] - 1, " |\n"),),
    )
    first = MendStep(text, tuple(Mend(edits, "") for edits in rows), ())
    added = count_added_lines(first)
    mended = apply_edits(text, tuple(edit for edits in rows for edit in edits))
    second = MendStep(mended, (Mend((Edit(mended.index("line 5"), mended.index("line 5"), "\n"),), ""),), added)
    last = apply_edits(mended, second.mends[0].edits).split("\n")
    for result, new in ((mended.split("\n"), added), (last, count_added_lines(second))):
        found = {
            int(line[5 + 2 * line.startswith("|") :][:1]): number
            for number, line in enumerate(result, 1)
            if "line" in line
        }
        assert {each: number - bisect_left(new, number) for each, number in found.items()} == {
            n: n for n in range(1, 10)
        }
