"""Lighthouse, on a phone, finds nothing to mend; how fast the pages are is told by `make evidence`."""

from pathlib import Path

import pytest

from tests.lighthouse import WHOLE, judged


@pytest.mark.slow
@pytest.mark.browser
def test_lighthouse_finds_nothing_to_mend(tmp_path: Path) -> None:
    """Ten seconds a page. Performance is measured too, but it is this machine's, so that only a lapse fails."""
    for page in judged(tmp_path):
        assert page.problem is None, page
        short = [each for each in page.short if each[0] != "performance"]
        assert (page.scores | WHOLE, short) == (page.scores, []), page
        assert page.scores["performance"] >= 90, page
