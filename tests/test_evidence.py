"""What `make evidence` measures has its place in docs/evidence.md, and README leads there."""

from pathlib import Path

import pytest

from tests import lighthouse, weights
from tests.benchmarks import search

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("measured", [weights, lighthouse, search])
def test_each_table_has_its_place(measured: object) -> None:
    text = weights.EVIDENCE.read_text("utf-8")
    begin, end = getattr(measured, "BEGIN"), getattr(measured, "END")  # noqa: B009 - modules alike in this
    assert text.count(begin) == text.count(end) == 1
    assert text.partition(begin)[2].partition(end)[0].startswith("| ")


def test_readme_sums_up_and_leads_there() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert "(docs/evidence.md)" in text
    assert not [line for line in text.splitlines() if line.startswith("<!-- ")]
