"""Every rule that can be weighed has its section in docs/checks.md, in the order of the alphabet."""

import re
from pathlib import Path

from site_builder.rules import RULES


def test_every_rule_has_its_section() -> None:
    page = Path(__file__).parents[2] / "docs/checks.md"
    sections = re.findall(r"^## (\S+)$", page.read_text("utf-8"), re.MULTILINE)
    assert sections == sorted(sections)
    assert frozenset(RULES) == frozenset(sections)
