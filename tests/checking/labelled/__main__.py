"""How much personal data is found: `python -m tests.checking.labelled`, with --misses, --write or --held-back.

--misses lists the lines that do not come out as they should; --write puts the table into docs/checks.md; --held-back
measures, instead of the shown part, the third that the rules were not made with.
"""

import sys

from tests.checking.labelled.document import write_table_into_document
from tests.checking.labelled.label import LANGUAGES
from tests.checking.labelled.measure import measure_labels
from tests.checking.labelled.report import format_misses, format_report, format_table, format_totals
from tests.checking.labelled.templates import list_labels

ONCE = """\
This is the third that is held back: it is to be looked at once, when the rules are done. Who changes a rule after
having seen these figures, or reads tests/checking/labelled/held_back/, has no held-back third any more.
"""


def main(arguments: list[str]) -> None:
    """Measure and print, or write."""
    held_back = "--held-back" in arguments
    labels = [each for language in LANGUAGES for each in list_labels(language, held_back=held_back)]
    verdicts = list(measure_labels(labels))
    if held_back:
        sys.stdout.write(f"{ONCE}\n{format_totals(verdicts)}\n")
        return
    if "--write" in arguments:
        write_table_into_document(format_table(verdicts))
    if "--misses" in arguments:
        sys.stdout.write(format_misses(verdicts) + "\n\n")
    sys.stdout.write(format_report(verdicts) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
