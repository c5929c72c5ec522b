"""Small tables with a column that nobody should read of a person: filled ones, and the blank form beside each."""

from collections.abc import Iterator, Sequence

from tests.checking.labelled.label import Label, make_label
from tests.checking.labelled.values import Values

NUMBER_AND_NAME = {"zh": ("序号", "姓名"), "en": ("No.", "Name")}
VILLAGE = {"zh": "村", "en": "Ward"}
CONTEXTS = ("table", "table-html", "csv", "xlsx", "docx-table")
TABLES = 4


def make_tables(columns: Sequence[tuple[str, ...]], language: str, *, held_back: bool) -> Iterator[Label]:
    """Make tables of each heading: with three to six rows, and without any."""
    for heading, cells in columns:
        values = Values(f"{language} {heading} {held_back}")
        for context in CONTEXTS:
            for _ in range(TABLES):
                count = values.chance.randint(3, 6)
                rows = [make_row(values, language, number + 1, cells.split(",")) for number in range(count)]
                text = write_table(context, make_head(values, language, heading), rows)
                record = ("finding", "sensitive-column", f"columns-{context}", text)
                yield make_label(record, language, by_hand=False, held_back=held_back)
            blank = write_table(context, make_head(values, language, heading), [[""] * 4] * 4)
            yield make_label(
                ("silent", "blank-form", f"columns-{context}", blank), language, by_hand=False, held_back=held_back
            )


def make_head(values: Values, language: str, heading: str) -> list[str]:
    return [*NUMBER_AND_NAME[language], values.choose((heading, heading.lower(), heading)), VILLAGE[language]]


def make_row(values: Values, language: str, number: int, cells: Sequence[str]) -> list[str]:
    person = values.make("person", language)
    village = values.make("village" if language == "zh" else "place", language)
    return [str(number), person, values.choose(cells), village]


def write_table(context: str, head: list[str], rows: Sequence[list[str]]) -> str:
    """Write a table in Markdown, HTML, with commas, or, for files that are made of it, with tabs."""
    if context == "table":
        return "\n".join(f"| {' | '.join(each)} |" for each in (head, ["---"] * len(head), *rows))
    if context == "table-html":
        written = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
        return f"<table><tr>{''.join(f'<th>{each}</th>' for each in head)}</tr>{written}</table>"
    return "\n".join(("," if context == "csv" else "\t").join(each) for each in (head, *rows))
