"""CONTRIBUTING.md is true: what it names exists, every part of the package is listed, words lead to their places."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "site_builder"
TEXT = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
PATH = re.compile(r"[\w.-]+/[\w./-]*|[\w-]+\.(?:py|md|toml|html|css|js)")
NAME = re.compile(r"[A-Za-z_]\w*")
# Words in code that name no function: what is said within settings, templates and documents, or stands in a folder.
OTHER_WORDS = frozenset(["change", "lang", "site.toml"])
# What a site has, or what a run leaves there.
IN_A_SITE = frozenset(["site.toml", ".bulletin/"])
# Words that people search for, with the file that has to be found.
WORDS = {
    "cache": "building/cache_dirs.py",
    "fingerprint": "building/fingerprints.py",
    "stale": "building/staleness.py",
    "invalidate": "building/staleness.py",
    "sanitize": "markdown/sanitizer.py",
    "placeholder": "markdown/link_placeholders.py",
    "worker": "cli/worker_pool.py",
    "release": "publishing/release/stage.py",
    "deploy": "publishing/deployment.py",
}


def list_blocks() -> Iterator[str]:
    """Give each row of a table, each entry of a list and each paragraph."""
    for block in re.split(r"\n\n+", re.sub(r"```.*?```", "", TEXT, flags=re.DOTALL)):
        yield from re.split(r"\n(?=\||- |\d+\. )", block)


def list_code(block: str) -> list[str]:
    return re.findall(r"`([^`]+)`", " ".join(block.split()))


def find_path(written: str) -> Path | None:
    """Give the file or folder that is meant: below the package, else below the repository."""
    return next((each / written for each in (PACKAGE, ROOT) if (each / written).exists()), None)


@cache
def read_words(path: Path) -> frozenset[str]:
    """Give all names in a file; of Python those that are defined or assigned there."""
    if path.is_dir():
        return frozenset().union(*map(read_words, path.glob("*.py")))
    text = path.read_text("utf-8")
    if path.suffix != ".py":
        return frozenset(NAME.findall(text))
    found = set[str]()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found |= {each.id for target in targets for each in ast.walk(target) if isinstance(each, ast.Name)}
        elif isinstance(node, ast.arg):
            found.add(node.arg)
    return frozenset(found)


def test_every_path_exists() -> None:
    paths = {code for block in list_blocks() for code in list_code(block) if PATH.fullmatch(code)} - IN_A_SITE
    assert len(paths) > 100
    assert sorted(each for each in paths if find_path(each) is None) == []


@pytest.mark.slow
def test_every_name_is_defined_where_it_is_said_to_be() -> None:
    missing = []
    for block in list_blocks():
        code = list_code(block)
        paths = [found for each in code if PATH.fullmatch(each) and (found := find_path(each))]
        names = [each for each in code if NAME.fullmatch(each) and each not in OTHER_WORDS] if paths else []
        known = frozenset().union(*map(read_words, paths if names else ()))
        missing += [f"{each}: in none of {code}" for each in names if each not in known]
    assert missing == []


def test_every_part_of_the_package_is_in_the_layout() -> None:
    layout = TEXT.partition("## The layout")[2].partition("\n## ")[0]
    listed = set(list_code(layout))
    parts = {file.name for file in PACKAGE.glob("*.py") if not file.name.startswith("_")}
    parts |= {f"{file.parent.relative_to(PACKAGE).as_posix()}/" for file in PACKAGE.rglob("__init__.py")} - {"./"}
    missing = sorted(parts - listed)
    assert missing == [], "add these to the table in CONTRIBUTING.md, The layout: what it holds, when one changes it"


def test_the_layout_is_in_the_order_of_the_layers() -> None:
    tree = ast.parse((ROOT / "tests/test_layers.py").read_text("utf-8"))
    (layers,) = [
        node.value for node in tree.body if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "LAYERS"
    ]
    names = [each.value for each in ast.walk(layers) if isinstance(each, ast.Constant)]
    rows = re.findall(r"^\| (`[^|]+) \|", TEXT.partition("## The layout")[2].partition("\n## ")[0], re.MULTILINE)
    parts = [code.strip("/").removesuffix(".py") for row in rows for code in list_code(row)]
    assert set(names) <= set(parts)
    folders = [each for each in parts if (PACKAGE / each).is_dir() and each in names]
    assert folders == [each for each in names if each in folders]


def test_every_target_of_make_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = set(re.findall(r"(?:`|^)make ([a-z-]+)", TEXT, re.MULTILINE))
    assert "quick" in named
    assert sorted(named - targets) == []


def test_every_module_that_is_run_exists() -> None:
    modules = re.findall(r"python -m (tests[\w.]+)", TEXT)
    assert modules
    assert [each for each in modules if not (ROOT / each.replace(".", "/")).with_suffix(".py").is_file()] == []


@pytest.mark.parametrize("word", WORDS)
def test_a_search_for_a_word_leads_to_where_it_is_done(word: str) -> None:
    assert re.search(word, TEXT, re.IGNORECASE), f"CONTRIBUTING.md has no word of `{word}`"
    assert WORDS[word] in TEXT, f"CONTRIBUTING.md does not lead to {WORDS[word]}"
    file = PACKAGE / WORDS[word]
    assert re.search(word, file.name + file.read_text("utf-8"), re.IGNORECASE), f"{file} does not say `{word}`"
