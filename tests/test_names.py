"""Names say what things are and do: functions begin with a verb, a class name has one meaning, all of it is used."""

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

PACKAGE = Path(__file__).parents[1] / "site_builder"
MODULES = {
    file.relative_to(PACKAGE).with_suffix("").as_posix(): ast.parse(file.read_text("utf-8"))
    for file in sorted(PACKAGE.rglob("*.py"))
}
# Participles that do not end like one; those that do and are verbs as well.
PARTICIPLES = frozenset(
    re.findall(
        r"[a-z_]+",
        """
        been begun bound brought built caught chosen done drawn fed found given gone grown had heard held kept known
        laid lent left let lost made meant met paid said seen sent set_ shown sought sold split_ spoken stood stuck
        swept taken taught thought told understood woven written worn
        """,
    )
)
VERBS = frozenset(["bleed", "embed", "exceed", "feed", "need", "proceed", "seed", "shed", "speed", "weed"])
PREPOSITIONS = frozenset(
    re.findall(
        r"[a-z_]+",
        """
        about above across after against along among around as at before behind below beside between beyond by for
        from in inside into near of off on out outside over through toward under until up upon via with within
        without
        """,
    )
)
# Names that somebody else gives: a library calls them, or a theme does.
GIVEN = {
    "detectTabbed": "Python-Markdown calls it",
    "linked_data": "what templates ask a frame for",
    "from_config": "the usual name of a constructor that takes another form",
    "on_any_event": "watchdog calls it",
}
# Words for ordinary machinery that only who wrote them understands.
PICTURES = re.compile(
    r"\b(?:shel(?:f|ves)|workshops?|bench(?:es)?|press(?:es)?|darkrooms?|hands?|rooms?|plots?|leaf|leaves|kin|twins?)\b",
    re.IGNORECASE,
)


class Definition(NamedTuple):
    """A function or class: where it stands, and what it is called."""

    module: str
    name: str
    line: int
    is_property: bool
    is_called_by_others: bool

    def __str__(self) -> str:
        return f"{self.module}.py:{self.line}: {self.name}"


def list_functions() -> Iterator[Definition]:
    for module, tree in MODULES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("__"):
                decorators = [ast.unparse(each) for each in node.decorator_list]
                is_property = any("property" in each for each in decorators)
                is_command = any("command" in each or "group" in each for each in decorators)
                yield Definition(module, node.name, node.lineno, is_property, is_command)


def list_classes() -> Iterator[Definition]:
    for module, tree in MODULES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                yield Definition(module, node.name, node.lineno, is_property=False, is_called_by_others=False)


def is_bare_participle(word: str) -> bool:
    return word in PARTICIPLES or (word.endswith("ed") and len(word) > len("need") and word not in VERBS)


FUNCTIONS = tuple(list_functions())


def test_there_are_functions() -> None:
    assert len(FUNCTIONS) > 1000


def test_functions_begin_with_a_verb() -> None:
    wrong = [
        str(each)
        for each in FUNCTIONS
        if (word := each.name.strip("_").split("_")[0])
        and (is_bare_participle(word) or word in PREPOSITIONS)
        and not each.is_property
        and each.name not in GIVEN
    ]
    assert wrong == []


def test_every_exception_is_needed() -> None:
    assert GIVEN.keys() - {each.name for each in FUNCTIONS} == set()


@pytest.mark.slow
def test_a_class_name_has_one_meaning() -> None:
    places = defaultdict(list)
    for each in list_classes():
        places[each.name].append(str(each))
    assert [found for found in places.values() if len(found) > 1] == []


def list_words(tree: ast.Module) -> Counter[str]:
    """Count every name that a module speaks of, but for those that it defines; texts that are one name count too."""
    found: Counter[str] = Counter()
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.alias(name=name) | ast.keyword(arg=str(name)):
                found[name] += 1
            case ast.Constant(value=str(text)):
                found.update(re.findall(r"[A-Za-z_]\w*", text) if len(text) < 100 else [])
            case _:
                pass
    return found


def list_overrides() -> frozenset[str]:
    """Name the methods of classes that extend a library's: they are called from there."""
    found = set()
    ours = {each.name for each in list_classes()} | {"Struct", "Protocol", "NamedTuple", "Exception", "ValueError"}
    for tree in MODULES.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                bases = {ast.unparse(each).split("[")[0].rpartition(".")[2] for each in node.bases}
                if bases - ours:
                    found |= {each.name for each in node.body if isinstance(each, ast.FunctionDef)}
    return frozenset(found)


@pytest.mark.slow
def test_nothing_is_there_for_tests_alone() -> None:
    words = sum((list_words(tree) for tree in MODULES.values()), Counter())
    for template in (PACKAGE.parent / "templates").rglob("*.html"):
        words.update(re.findall(r"\w+", template.read_text("utf-8")))
    overrides = list_overrides()
    unused = [
        str(each)
        for each in (*FUNCTIONS, *list_classes())
        if not words[each.name] and each.name not in overrides and not each.is_called_by_others
    ]
    assert unused == []


@pytest.mark.parametrize("module", MODULES)
def test_classes_are_no_pictures(module: str) -> None:
    names = [node.name for node in ast.walk(MODULES[module]) if isinstance(node, ast.ClassDef)]
    words = [" ".join(re.findall(r"[A-Z][a-z]+", each)) for each in names]
    assert [name for name, text in zip(names, words, strict=True) if PICTURES.search(text)] == []
