"""The whole build can be read on one screen, and nothing of it takes a long list of values."""

import ast
from collections.abc import Iterator
from pathlib import Path

import site_builder.building

BUILDING = Path(site_builder.building.__file__).parent
SCREEN = 40
FILE = 120
PARAMETERS = 5


def functions(file: Path) -> Iterator[ast.FunctionDef]:
    tree = ast.parse(file.read_text("utf-8"))
    return (each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef))


def test_a_build_fits_on_a_screen() -> None:
    file = BUILDING / "build.py"
    lengths = {each.name: (each.end_lineno or 0) - each.lineno + 1 for each in functions(file)}
    assert {"build", "survey_site"} < lengths.keys()
    assert {name: length for name, length in lengths.items() if length > SCREEN} == {}
    assert len(file.read_text("utf-8").splitlines()) < FILE


def test_no_step_takes_many_values() -> None:
    found = {
        f"{file.stem}.{each.name}": count(each.args) for file in BUILDING.rglob("*.py") for each in functions(file)
    }
    assert len(found) > FILE
    assert {name: number for name, number in found.items() if number > PARAMETERS} == {}


def count(given: ast.arguments) -> int:
    """Count parameters, without the record that a method is of."""
    names = [
        each.arg for each in (*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg) if each
    ]
    return len([name for name in names if name not in {"self", "cls"}])
