"""The table in docs/checks.md: where it stands, and how it is written there."""

from pathlib import Path

DOCUMENT = Path(__file__).parents[3] / "docs" / "checks.md"
BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"


def read_table_of_document() -> str:
    return DOCUMENT.read_text("utf-8").partition(BEGIN)[2].partition(END)[0].strip()


def write_table_into_document(table: str) -> None:
    text = DOCUMENT.read_text("utf-8")
    before, behind = text.partition(BEGIN)[0], text.partition(END)[2]
    DOCUMENT.write_text(f"{before}{BEGIN}\n{table}\n{END}{behind}", "utf-8", newline="\n")
