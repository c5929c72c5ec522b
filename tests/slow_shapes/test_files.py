"""No file of another program makes a command run on: each shape is read or refused, and what is not read is said."""

import re
from pathlib import Path

import pytest

from tests.slow_shapes import run
from tests.slow_shapes.files import SHAPES

SAID = re.compile(r"\[(?:attachment|personal-data|size|picture)\]")
# Whose pixels are read, and in which nothing can stand that is searched for.
HARMLESS = re.compile(r"(?:png|jpeg|gif|webp|avif|svg), .*|import, (?!30 MB|100,000).*|a film of .*")


@pytest.mark.slow
@pytest.mark.parametrize("name", SHAPES)
def test_it_ends_within_its_limits_and_says_what_it_did_not_read(name: str, tmp_path: Path) -> None:
    found = run.measure_apart(run.make_shape("files", name, tmp_path))
    assert found.good, found
    report = tmp_path / "new/migration-report.md"
    if report.exists():
        assert re.search(
            r"only its beginning came over|did not come over \[left\]|came over as code|\[head\]",
            report.read_text(),
        )
        return
    assert found.status or SAID.search(found.said) or HARMLESS.fullmatch(name), found
