"""`make quick` has tests of every room of the package."""

import ast
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
PACKAGE = TESTS.parent / "site_builder"
ROOMS = sorted(each.parent.name for each in PACKAGE.glob("*/__init__.py"))
# Rooms whose tests lie beside the folders: in one file.
IN_ONE_FILE = {"config": "test_config.py"}


def is_marked(node: ast.AST) -> bool:
    """Tell whether an expression, or a decorator, marks what `make quick` leaves out."""
    named = {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)}
    return bool(named & {"slow", "browser"}) and "parametrize" not in named


def has_quick_tests(file: Path) -> bool:
    """Tell whether a file has a test that is not marked."""
    body = ast.parse(file.read_text("utf-8")).body
    for node in body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark" and is_marked(node.value):
            return False
    tests = [each for each in body if isinstance(each, ast.FunctionDef) and each.name.startswith("test_")]
    return any(not any(map(is_marked, each.decorator_list)) for each in tests)


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_has_quick_tests(room: str) -> None:
    files = [TESTS / IN_ONE_FILE[room]] if room in IN_ONE_FILE else sorted((TESTS / room).glob("test_*.py"))
    assert any(map(has_quick_tests, files))
