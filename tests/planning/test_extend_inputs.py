"""A view has what its inputs have by the same name, of the same type, and nothing is given twice."""

import sys
from pathlib import Path
from typing import get_type_hints

import pytest
from msgspec import Struct

from site_builder.planning.extend_inputs import extend_inputs, find_shared_fields
from tests.building.full_site import FILES, build_site, showing_all
from tests.sites import write

PLANNING = "site_builder.planning."


class Words(Struct, frozen=True):
    title: str
    lang: str


class Place(Struct, frozen=True):
    lang: str
    href: str


class Shown(Struct, frozen=True):
    href: str
    title: str
    lang: str
    year: str


def test_a_view_takes_what_it_is_given_else_what_the_first_record_has() -> None:
    found = extend_inputs(Shown, Words("A", "en"), Place("zh", "/a/"), year="2024", title="B")
    assert found == Shown(href="/a/", title="B", lang="en", year="2024")


def test_a_view_that_lacks_a_field_is_an_error() -> None:
    with pytest.raises(TypeError, match="year"):
        extend_inputs(Shown, Words("A", "en"), Place("zh", "/a/"))


@pytest.mark.slow
def test_fields_of_one_name_are_of_one_type(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What mypy cannot see, of every view that a site with all kinds of pages has."""
    seen: dict[tuple[type[Struct], ...], frozenset[str]] = {}

    def extend(view: type[Struct], *records: Struct, **more: object) -> Struct:
        pair = (view, *map(type, records))
        given = frozenset(more)
        seen[pair] = seen.get(pair, given) & given
        return extend_inputs(view, *records, **more)

    for module in [
        each for each in sys.modules.values() if hasattr(each, "extend_inputs") and each.__name__.startswith(PLANNING)
    ]:
        monkeypatch.setattr(module, "extend_inputs", extend)
    with showing_all(tmp_path / "theme"):
        build_site(write(tmp_path / "site", FILES))
    different = [
        f"{view.__name__}.{name}"
        for (view, *kinds), given in seen.items()
        for name, number in find_shared_fields(view, *kinds)
        if name not in given and get_type_hints(view)[name] != get_type_hints(kinds[number])[name]
    ]
    assert different == []
    assert len(seen) == 21
