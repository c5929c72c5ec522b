"""Every example of docs/markdown.md comes out as that page says, or is told under the rule that it names."""

import re
from pathlib import Path

import pytest

from site_builder.markdown.audit import convert_and_audit, make_problems
from site_builder.markdown.convert import MarkdownConverter
from site_builder.markdown.plain_text import to_plain_text

MANUAL = (Path(__file__).parents[2] / "docs/markdown.md").read_text("utf-8")
CELL = r"(?:[^|]|\\\|)*?"
ROW = re.compile(rf"\| (?:(`{{2,}}) ({CELL}) \1|`({CELL})`) \| ({CELL}) ?\|")
SIGNS = {"\\|": "|", "⏎": "\n", "⇥": "\t"}


def list_examples() -> list[tuple[str, str]]:
    """Give what is typed and what comes of it, row by row."""
    examples = []
    for found in filter(None, map(ROW.match, MANUAL.splitlines())):
        typed = found[2] or found[3]
        for written, meant in SIGNS.items():
            typed = typed.replace(written, meant)
        examples.append((typed, found[4]))
    return examples


@pytest.mark.parametrize(("typed", "expected"), list_examples())
def test_examples_of_the_manual(typed: str, expected: str) -> None:
    prose, found = convert_and_audit(typed, "zh", MarkdownConverter())
    rules = [problem.rule for problem in make_problems("a.md", typed, 0, prose, found)]
    if expected.startswith("`"):
        assert expected.strip("`") in rules
    else:
        assert to_plain_text(prose.html).replace("\n", "⏎") == expected


def test_the_manual_has_examples() -> None:
    assert len(list_examples()) > 40
