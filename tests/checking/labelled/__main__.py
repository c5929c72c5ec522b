"""How much is found, and how much wrongly: `python -m tests.checking.labelled`, with --misses, --write or --held-back.

Measured is personal data, then what the other rules over words tell of; `personal` or `text` measures one of the two.
--misses lists the lines that do not come out as they should; --write puts the tables into docs/checks.md; --held-back
measures, instead of the shown part, the third that the rules were not made with.
"""

import sys
from collections.abc import Callable, Iterator, Sequence

from tests.checking.labelled.document import TABLES, write_table_into_document
from tests.checking.labelled.label import LANGUAGES, Label
from tests.checking.labelled.measure import Verdict, measure_labels
from tests.checking.labelled.report import format_misses, format_report, format_table, format_totals
from tests.checking.labelled.templates import list_labels
from tests.checking.labelled.text_lines import list_text_labels, measure_text_labels
from tests.checking.labelled.text_report import format_text_report, format_text_table, format_text_totals

ONCE = """\
This is the third that is held back: it is to be looked at once, when the rules are done. Who changes a rule after
having seen these figures, or reads tests/checking/labelled/held_back/, has no held-back third any more.
"""
Measure = Callable[[Sequence[Label]], Iterator[Verdict]]
Format = Callable[[Sequence[Verdict]], str]
# Of each set: its lines, how they are measured, and how that is written as totals, in full and as a table.
SETS: dict[str, tuple[Callable[..., list[Label]], Measure, Format, Format, Format]] = {
    "personal": (list_labels, measure_labels, format_totals, format_report, format_table),
    "text": (list_text_labels, measure_text_labels, format_text_totals, format_text_report, format_text_table),
}


def main(arguments: list[str]) -> None:
    """Measure and print, or write."""
    for name in [each for each in TABLES if each in arguments] or TABLES:
        report_set(name, arguments)


def report_set(name: str, arguments: list[str]) -> None:
    """Measure one set."""
    read, measure, write_totals, write_report, write_table = SETS[name]
    held_back = "--held-back" in arguments
    verdicts = list(measure([each for language in LANGUAGES for each in read(language, held_back=held_back)]))
    if held_back:
        sys.stdout.write(f"{ONCE}\n{write_totals(verdicts)}\n")
        return
    if "--write" in arguments:
        write_table_into_document(name, write_table(verdicts))
    if "--misses" in arguments:
        sys.stdout.write(format_misses(verdicts) + "\n\n")
    sys.stdout.write(write_report(verdicts) + "\n\n")


if __name__ == "__main__":
    main(sys.argv[1:])
