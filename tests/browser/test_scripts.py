"""The scripts that are served are small, and are what is made of the ones people read."""

import pytest

from tests.scripts import SERVED, SOURCES, small

pytestmark = pytest.mark.browser
# Bytes as they are, before a server compresses them.
MOST = {"preferences.js": 4096, "search.js": 6000}


def test_every_script_is_held_to_a_size() -> None:
    assert {file.name: file.stat().st_size < MOST[file.name] for file in SERVED.glob("*.js")} == dict.fromkeys(
        MOST, True
    )


@pytest.mark.parametrize("name", MOST)
def test_it_is_made_of_its_source(name: str) -> None:
    """`make scripts` renews it."""
    assert (SERVED / name).read_bytes() == small(SOURCES / name)
