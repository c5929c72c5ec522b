"""Pages are made of their sources: no site can be reached from the functions that make them."""

import inspect
import typing
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import CodeType, FunctionType, ModuleType

import pytest
from msgspec import Struct

from site_builder.config import Config
from site_builder.content.load import Items
from site_builder.planning.edition import EditionContext, ItemDigests
from site_builder.planning.page_groups import PageGroup
from site_builder.planning.shell import Shell
from site_builder.site.organise import Edition, Site
from tests.building.full_site import FILES, build_site, showing_all
from tests.sites import write

# What knows of other items than those of a group.
FORBIDDEN = (Site, Edition, EditionContext, ItemDigests, Items, Config)
PLAIN = (str, int, bytes, float, bool, type(None), date)


@pytest.fixture(scope="module")
def groups(tmp_path_factory: pytest.TempPathFactory) -> tuple[PageGroup, ...]:
    folder = tmp_path_factory.mktemp("full")
    with showing_all(folder / "theme"):
        plan = build_site(write(folder / "site", FILES)).plan
    assert plan is not None
    return plan.groups


def list_makers(groups: tuple[PageGroup, ...]) -> list[FunctionType]:
    return list(dict.fromkeys(group.make for group in groups if isinstance(group.make, FunctionType)))


def find_other(value: object, path: str) -> Iterator[str]:
    """Find, in a value, all that is neither plain nor a frozen record, a row or a table of what is."""
    if isinstance(value, FORBIDDEN) or not isinstance(value, (*PLAIN, Struct, tuple, list, dict)):
        yield f"{path}: {type(value).__name__}"
    elif isinstance(value, Struct):
        if not value.__struct_config__.frozen:
            yield f"{path}: {type(value).__name__} can be changed"
        for name in value.__struct_fields__:
            yield from find_other(getattr(value, name), f"{path}.{name}")
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from find_other(key, path)
            yield from find_other(each, f"{path}[{key!r}]")
    elif isinstance(value, tuple | list):
        for number, each in enumerate(value):
            yield from find_other(each, f"{path}[{number}]")


@pytest.mark.slow
def test_pages_are_given_plain_values(groups: tuple[PageGroup, ...]) -> None:
    found = {
        where
        for group in groups
        for number, each in enumerate((group.shell, *group.subject, *[source.give() for source in group.sources]))
        for where in find_other(each, f"{group.make.__name__} {number}")
    }
    assert sorted(found) == []


def list_held(kind: object) -> Iterator[type]:
    """Give all types within an annotation, those of the fields of records too."""
    waiting, seen = [kind], set()
    while waiting:
        each = waiting.pop()
        waiting += typing.get_args(each)
        if isinstance(each, type) and each not in seen:
            seen.add(each)
            yield each
            if issubclass(each, Struct):
                waiting += typing.get_type_hints(each).values()


def test_no_parameter_could_hold_a_site(groups: tuple[PageGroup, ...]) -> None:
    for make in list_makers(groups):
        hints = typing.get_type_hints(make)
        first, *_ = inspect.signature(make).parameters
        assert hints.pop(first) is Shell
        held = {each for hint in hints.values() for each in list_held(hint)}
        assert held.isdisjoint((*FORBIDDEN, object)), make.__name__
    assert set(list_held(Shell)).isdisjoint(FORBIDDEN)


def list_names(code: CodeType) -> set[str]:
    """Give the names that a function takes from around it, those of its expressions within too."""
    return {
        *code.co_names,
        *(name for each in code.co_consts if isinstance(each, CodeType) for name in list_names(each)),
    }


def test_nothing_is_taken_from_around_but_functions_and_constants(groups: tuple[PageGroup, ...]) -> None:
    """Also by the functions that are called on the way, as long as they are planning's own."""
    makers = list_makers(groups)
    assert {group.make for group in groups} == set(makers)
    waiting: list[object] = [*makers, *(getattr(each, "func", each) for each in vars(Shell).values())]
    seen: set[object] = set()
    wrong = []
    while waiting:
        function = waiting.pop()
        if not isinstance(function, FunctionType) or function in seen:
            continue
        seen.add(function)
        assert function.__closure__ is None, function
        assert "<" not in function.__qualname__, function
        taken = {
            name: function.__globals__[name] for name in list_names(function.__code__) & function.__globals__.keys()
        }
        for name, value in taken.items():
            if isinstance(value, FunctionType) and "planning" in Path(inspect.getfile(value)).parts:
                waiting.append(value)
            if not (callable(value) or isinstance(value, type | ModuleType)) and list(find_other(value, name)):
                wrong.append(f"{function.__name__}: {name}")
    assert wrong == []
    assert len(seen) > 2 * len(makers)
