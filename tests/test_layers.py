"""A module imports only from earlier layers, or from inside its own; and some things are done in one place only."""

import ast
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "site_builder"
LAYERS = [
    *("acceleration", "atomic"),
    *(
        "state_folder",
        "executor",
        "foreign_readers",
        "fields",
        "problem",
        "model",
        "rules",
        "decoding",
        "mends",
        "language",
        "dates",
    ),
    *("urls", "spelling", "http_client", "late_patterns"),
    *("config", "ledger", "images", "documents", "markdown", "front_matter", "content", "site", "checking", "planning"),
    *("building", "inspecting", "editing", "word_import", "migrating", "publishing", "preview", "cli"),
]
# The most modules that lie flat in one folder.
MOST = 16
MORE = {"migrating": 18}
# The package itself and `python -m site_builder`: they may start the command line.
FREE = {"site_builder", "site_builder.__main__"}
# Who may ask the machine for the time: a build's own duration, the patience of a lock, and the command line's `now`.
CLOCKS = {
    "site_builder.building.build": {"perf_counter"},
    "site_builder.building.output_folder": {"monotonic", "sleep"},
}
PURE = (
    *("state_folder", "executor", "foreign_readers", "fields", "problem", "model", "decoding", "language", "dates"),
    *(
        "urls",
        "spelling",
        "late_patterns",
        "documents",
        "images",
        "markdown",
        "front_matter",
        "content",
        "site",
        "checking",
        "planning",
        "building",
    ),
)
CLOCK_NAMES = frozenset(
    ["now", "today", "utcnow", "time", "time_ns", "monotonic", "perf_counter", "sleep", "localtime"]
)
CHANCE = frozenset(["random", "secrets", "uuid"])


def modules() -> dict[str, ast.Module]:
    found: dict[str, ast.Module] = {}
    for file in sorted(PACKAGE.rglob("*.py")):
        name = ".".join(file.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")
        found[name] = ast.parse(file.read_text("utf-8"))
    return found


MODULES = modules()


def imports(name: str, tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Give every module a module imports, wherever the import stands, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((each.name, node.lineno) for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name}:{node.lineno}: a relative import"
            for each in node.names:
                inner = f"{node.module}.{each.name}"
                yield (inner if inner in MODULES else node.module or ""), node.lineno


def layer(name: str) -> int:
    return LAYERS.index(name.split(".")[1])


def edges() -> dict[str, set[str]]:
    return {
        name: {to for to, _ in imports(name, tree) if to in MODULES and to != name} for name, tree in MODULES.items()
    }


def test_every_module_is_in_a_layer() -> None:
    assert len(MODULES) > len(LAYERS)
    assert [name for name in MODULES if name not in FREE and name.split(".")[1] not in LAYERS] == []


@pytest.mark.slow
def test_imports_come_from_earlier_layers_only() -> None:
    wrong = [
        f"{name}:{line} imports {to}"
        for name, tree in MODULES.items()
        if name not in FREE
        for to, line in imports(name, tree)
        if to.startswith("site_builder.") and layer(to) > layer(name)
    ]
    assert wrong == []


def leftover(waiting: dict[str, set[str]]) -> dict[str, set[str]]:
    """Take away what needs nothing that is left, again and again; what stays is in a cycle."""
    while free := [name for name, needs in waiting.items() if not needs & waiting.keys()]:
        for name in free:
            del waiting[name]
    return waiting


@pytest.mark.slow
def test_there_are_no_cycles() -> None:
    assert leftover(edges()) == {}


def folder_edges() -> dict[str, set[str]]:
    """Give which folders need which; what lies in a folder's own rooms belongs to it where it meets other folders."""
    found: dict[str, set[str]] = {}
    for name, needs in edges().items():
        for to in needs:
            for depth in (2, 3):
                ours, theirs = room(name, depth), room(to, depth)
                if ours and theirs and ours != theirs and ours.split(".")[:-1] == theirs.split(".")[:-1]:
                    found.setdefault(ours, set()).add(theirs)
    return found


def room(name: str, depth: int) -> str:
    """Give the folder of so many parts that a module lies in, or a module at the top; "" for none."""
    parts = name.split(".")
    return ".".join(parts[:depth]) if len(parts) > depth or depth == 2 else ""


@pytest.mark.slow
def test_there_are_no_cycles_of_folders() -> None:
    found = folder_edges()
    assert len(found) > len(LAYERS) // 2
    assert leftover(found) == {}


def test_no_folder_is_a_heap() -> None:
    modules = [each for each in MODULES if (PACKAGE / path_of(each)).with_suffix(".py").is_file() and each not in FREE]
    flat = Counter(name.rpartition(".")[0] for name in modules)
    heaps = {name: number for name, number in flat.items() if number > MORE.get(name.rpartition(".")[2], MOST)}
    assert heaps == {}


def path_of(name: str) -> str:
    return name.removeprefix("site_builder").strip(".").replace(".", "/") or "."


def calls(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Give what is called, dotted, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node.lineno


def outside(*folders: str) -> dict[str, ast.Module]:
    return {n: t for n, t in MODULES.items() if n not in FREE and n.split(".")[1] not in folders}


@pytest.mark.slow
def test_only_the_command_line_prints_or_exits() -> None:
    forbidden = ("print", "exit", "quit", "sys.exit", "os._exit", "sys.stdout.write", "sys.stderr.write")
    wrong = [f"{n}:{line} {what}" for n, t in outside("cli").items() for what, line in calls(t) if what in forbidden]
    wrong += [f"{n}:{line} {to}" for n, t in outside("cli").items() for to, line in imports(n, t) if to == "click"]
    assert wrong == []


@pytest.mark.slow
def test_only_config_reads_settings() -> None:
    readers = [n for n, t in outside("config").items() if "tomllib" in {to for to, _ in imports(n, t)}]
    # The front matter and settings of other generators are none of ours.
    assert readers == ["site_builder.migrating.front_matter"]


@pytest.mark.slow
def test_nothing_that_is_read_can_be_a_program() -> None:
    """Only processes of one command pass each other objects; what Jinja compiled lies in the user's own cache."""
    readers = {"marshal", "pickle", "shelve", "jinja2.bccache"}
    found = [n for n, t in MODULES.items() if readers & {to for to, _ in imports(n, t)}]
    assert found == ["site_builder.building.fast_jinja.bytecode_cache", "site_builder.cli.forked_call"]


@pytest.mark.parametrize("name", [n for n in MODULES if n not in FREE and n.split(".")[1] in PURE])
def test_no_clock_and_no_chance(name: str) -> None:
    allowed = CLOCKS.get(name, set())
    wrong = [
        f"{line}: {what}"
        for what, line in calls(MODULES[name])
        if (last := what.rpartition(".")[2]) in CLOCK_NAMES - allowed
        and what.startswith(("time.", "datetime.", "date.", f"{last}"))
        and not (what == "time" and "from datetime import" in ast.unparse(MODULES[name]))
    ]
    wrong += [f"{line}: {to}" for to, line in imports(name, MODULES[name]) if to.split(".")[0] in CHANCE]
    assert wrong == []


def test_the_rules_can_fail() -> None:
    tree = ast.parse("import random\nfrom datetime import datetime\nnow = datetime.now()\nprint(now)\n")
    assert {what for what, _ in calls(tree)} == {"datetime.now", "print"}
    assert {to for to, _ in imports("x", tree)} == {"random", "datetime"}


def test_one_list_has_all_places_where_something_is_kept() -> None:
    wrong = [
        f"{name}:{node.lineno}"
        for name, tree in MODULES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and (node.value == ".bulletin" or node.value.startswith(".bulletin/"))
    ]
    assert [each.partition(":")[0] for each in wrong] == ["site_builder.state_folder"], wrong


def test_the_linter_looks_at_every_module() -> None:
    """A pattern that leaves out a folder of content would leave out every folder of that name."""
    root = PACKAGE.parent
    command = [sys.executable, "-m", "ruff", "check", "--show-files", "site_builder", "tests"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    seen = {Path(line).relative_to(root) for line in done.stdout.splitlines()}
    tests = (each.relative_to(root) for each in (root / "tests").rglob("test_*.py"))
    ours = {*(Path(f"{each.replace('.', '/')}.py") for each in MODULES), *tests}
    assert {each for each in ours if (root / each).is_file()} - seen == set()
