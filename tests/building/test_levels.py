"""All that tells that something is unchanged is listed in one place, and is there under the name given."""

import re
from importlib import import_module

import pytest

from site_builder.building import staleness

LIST = staleness.__doc__ or ""
MOST = 8
NAMED = re.findall(r"`([a-z_.]+):([A-Za-z_.]+)`", LIST)


def test_there_are_few_levels_and_each_says_what_it_is_about() -> None:
    levels = re.split(r"^\d+\. ", LIST, flags=re.MULTILINE)[1:]
    assert 0 < len(levels) <= MOST
    assert [each for each in levels if not re.search(r"`[a-z_.]+:", each)] == []
    assert [each for each in levels if "compare" not in each and "by their digest" not in each] == []
    assert [each for each in levels if "save" not in each or "wrong" not in each] == []


@pytest.mark.parametrize(("module", "name"), NAMED)
def test_what_is_named_is_there(module: str, name: str) -> None:
    found: object = import_module(f"site_builder.{module}")
    for part in name.split("."):
        found = getattr(found, part)
    assert callable(found)
