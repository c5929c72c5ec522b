"""The scripts that are served are small, and are what is made of the ones people read."""

import pytest

from site_builder.publishing.release.compress import compress_gzip
from tests.scripts import SERVED, SOURCES, small

pytestmark = pytest.mark.browser
# Bytes as they are, before a server compresses them.
MOST = {
    "aids.js": 2048,
    "community.js": 3 * 1024,
    "now.js": 2048,
    "pictures.js": 1536,
    "preferences.js": 2048,
    "share.js": 1000,
    "search.js": 1000,
    "search-answers.js": 8500,
}
# What answers a query, as it is sent.
SEARCH = 6 * 1024


def test_every_script_is_held_to_a_size() -> None:
    assert {file.name: file.stat().st_size < MOST[file.name] for file in SERVED.glob("*.js")} == dict.fromkeys(
        MOST, True
    )


def test_the_search_is_small_as_it_is_sent() -> None:
    assert sum(len(compress_gzip(file.read_bytes())) for file in SERVED.glob("search*.js")) < SEARCH


@pytest.mark.parametrize("name", MOST)
def test_it_is_made_of_its_source(name: str) -> None:
    """`make scripts` renews it."""
    assert (SERVED / name).read_bytes() == small(SOURCES / name)
