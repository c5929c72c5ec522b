"""No text makes a command run on: twice as much of it is some twice as much work, and little is printed."""

import json
import sys
from pathlib import Path
from types import FrameType

import pytest

from site_builder.checking import item_rules
from site_builder.cli.commands import main
from site_builder.cli.terminal.problems import MOST_SHOWN
from site_builder.problem import LONGEST_KEPT
from tests.slow_shapes.texts import FILES, HEAD, ITEMS, UNBOUND, write_site

LINEAR = (
    *("body, '汉,'", "body, '\"汉'", "body, '13800138000 '", "body, '汉,字\\n'", "title, '汉,'"),
    *("field settles, a{n}, ", "field related, a{n}, ", "field attachments, a{n}, ", "unknown fields, 'x{n}: a\\n'"),
    *("wrong columns", "unknown keys", "topics of one name", "open registries", "checks"),
    *("body, '[a](#none{n})\\n\\n'", "body, '[a](none{n}.md)\\n\\n'", "body, '## x{n}\\n\\n[a](#x{n})\\n\\n'"),
)
MANY = 1000
SMALL = 1500
# Calls that twice the text may take for one that the text took, beyond what a site without it takes.
MOST_GROWTH = 2.7
NOISE = 3000


def run(*arguments: str) -> int:
    """Run a command; give its status."""
    with pytest.raises(SystemExit) as ended:
        main([*arguments, "--lang", "en"])
    return int(str(ended.value.code))


def count_calls(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> int:
    """Count the calls, of functions of Python and of C, that a command makes."""
    calls = 0

    def count(_frame: FrameType, event: str, _: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    sys.setprofile(count)
    try:
        run(*arguments)
    finally:
        sys.setprofile(None)
    capsys.readouterr()
    return calls


def check_growth(name: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Hold that twice as much of a shape takes some twice as many calls."""
    write_site(folder / "none", {})
    # The first run imports what the shape needs.
    sizes = (SMALL // 2, SMALL, 2 * SMALL)
    none = min(count_calls(["check", str(folder / "none")], capsys) for _ in range(2))
    _, one, two = (count_calls(UNBOUND[name](size, folder / str(size)), capsys) - none for size in sizes)
    assert two < MOST_GROWTH * max(0, one) + NOISE


@pytest.mark.parametrize("name", LINEAR)
def test_twice_the_text_is_twice_the_work(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    check_growth(name, tmp_path, capsys)


@pytest.mark.slow
@pytest.mark.parametrize("name", [each for each in (*ITEMS, *FILES) if each not in LINEAR])
def test_twice_as_much_of_any_value_is_twice_the_work(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    check_growth(name, tmp_path, capsys)


@pytest.mark.parametrize("separator", ["", "\n"])
def test_of_many_findings_the_first_are_printed_and_all_are_counted(
    separator: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_site(tmp_path, {"news/roll.md": f"---\ntitle: Roll\ndate: 2024-01-31\n---\n\n{f'汉,字{separator}' * MANY}\n"})
    assert run("check", str(tmp_path)) == 0
    shown = capsys.readouterr().out.splitlines()
    assert shown[-2:] == [f"content/news/roll.md: and {MANY - MOST_SHOWN} more  [punctuation]", f"{MANY} warnings"]
    assert len(shown) == 3 * MOST_SHOWN + 2
    assert max(map(len, shown)) < LONGEST_KEPT
    assert run("check", str(tmp_path), "--format", "json") == 0
    found = json.loads(capsys.readouterr().out)["problems"]
    assert len(found) == MANY
    assert all(len(each["source"]) <= LONGEST_KEPT for each in found)
    places = [(each["line"], each["column"]) for each in found]
    assert places == [(6, 3 * n + 2) if not separator else (6 + n, 2) for n in range(MANY)]


def test_of_more_findings_than_any_text_has_the_rest_is_not_looked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(item_rules, "MOST_FOUND", MANY)
    for count, lines in ((MANY, []), (MANY + 1, [5 + MANY + 1])):
        write_site(tmp_path, {"news/roll.md": HEAD + "---\n\n" + "汉,字\n" * count})
        assert run("check", str(tmp_path), "--format", "json") == len(lines)
        found = json.loads(capsys.readouterr().out)["problems"]
        assert [each["line"] for each in found if each["rule"] == "size"] == lines
        assert len(found) == MANY + len(lines)
