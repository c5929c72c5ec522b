"""The tables in docs/checks.md: where they stand, and how they are written there."""

from pathlib import Path

DOCUMENT = Path(__file__).parents[3] / "docs" / "checks.md"
TABLES = {"personal": "figures", "text": "figures of the other rules"}


def read_table_of_document(name: str) -> str:
    begin, end = make_marks(name)
    return DOCUMENT.read_text("utf-8").partition(begin)[2].partition(end)[0].strip()


def write_table_into_document(name: str, table: str) -> None:
    begin, end = make_marks(name)
    text = DOCUMENT.read_text("utf-8")
    assert begin in text
    before, behind = text.partition(begin)[0], text.partition(end)[2]
    DOCUMENT.write_text(f"{before}{begin}\n{table}\n{end}{behind}", "utf-8", newline="\n")


def make_marks(name: str) -> tuple[str, str]:
    return f"<!-- {TABLES[name]} -->", f"<!-- end of {TABLES[name]} -->"
