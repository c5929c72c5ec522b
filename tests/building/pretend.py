"""A site as a choice of one variant for each of its files; the check that building it bit by bit is building it anew.

The file system it is built on tells little: an output's stamp is its size, an edit mostly keeps the size of its file
and the time of its last change, and every stamp of a source is believed at once.
"""

import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from site_builder import atomic
from site_builder.building import cache_dirs as state
from site_builder.building import output_folder as output
from site_builder.building import output_scan as present
from site_builder.building.build import build
from site_builder.building.output_folder import TEMP_SUFFIX
from site_builder.building.session import Options
from site_builder.problem import Problem
from tests.sites import article, dump_theme, picture, themed, tree, write

ALPHA = "id: alpha\ntitle: {title}\ndate: {date}\ncommunities: {communities}\ntopics: Roads\n{more}"
TOML = """\
title = "{title}"
base_url = "https://ferry.example.org/"
time_zone = "Asia/Shanghai"
{columns}
[languages.en]
{languages}
"""
CHINESE = '[languages.zh]\npath = "zh"\ntag = "zh-CN"\nlocale = "zh_Hans_CN"\n'
ENTRIES = '[east]\nname = "{east}"\n[west]\nname = "West"\n'


def alpha(
    title: str = "Alpha",
    date: str = "2024-02-10",
    communities: str = "east",
    more: str = "",
    body: str = "First words.\n\nSecond words.\n",
) -> str:
    return article(ALPHA.format(title=title, date=date, communities=communities, more=more), body)


def toml(title: str = "Ferry", columns: str = "", languages: str = "") -> str:
    return TOML.format(title=title, columns=columns, languages=languages)


BETA = "title: {title}\ndate: {date}\ncommunities: east\n{more}"
FAIR = "title: Fair\ndate: 2024-03-01\nevents:\n  - date: 2024-06-{day}\n    title: Market\n"
PROMISE = "commitments:\n  - id: road\n    text: Mend the road\n    status: {status}\n"
# Every file with its variants; the first is how the site begins, None that there is no such file.
SLOTS: dict[str, tuple[str | bytes | None, ...]] = {
    "content/site.toml": (
        toml(),
        toml(title="Verry"),
        toml(columns='columns = [{ id = "news", title = "Latest" }]'),
        toml(columns='columns = [{ id = "news", title = "Newest" }]'),
        toml(languages=CHINESE),
        toml(languages=CHINESE.replace('path = "zh"', 'path = "cn"')),
        toml(title="Ferry\nbroken"),
    ),
    "content/communities.toml": (
        ENTRIES.format(east="East"),
        ENTRIES.format(east="Easy"),
        ENTRIES.format(east="East") + 'note = "By the river"\n',
        "[west]\nname = 'West'\n",
    ),
    "content/topics.toml": (None, '[roads]\nname = "Roads"\n', '[ways]\nname = "Roads"\n'),
    "content/about.md": (
        article("title: About", "Who we are.\n"),
        article("title: Above", "Who we are.\n"),
        article("title: About", "Who we wire.\n\n[fair](notices/fair/index.md#where)\n"),
        None,
    ),
    "content/news/2024-02-10-alpha.md": (
        alpha(),
        alpha(title="Aleph"),
        alpha(body="First words.\n\nSecond sword.\n"),
        alpha(body="First sword.\n\nSecond words.\n"),
        alpha(date="2024-02-11"),
        alpha(date="2023-02-10"),
        alpha(date="2024-08-10"),
        alpha(communities="west"),
        alpha(more="draft: true\n"),
        alpha(more="expires: 2024-07-01\n"),
        alpha(more="alert: {{level: warning, until: 2024-07-01}}\n".replace("{{", "{").replace("}}", "}")),
        alpha(more="withdrawn: {date: 2024-06-20, reason: Wrong}\n"),
        alpha(more="pinned_until: 2024-07-01\n"),
        alpha(more="aliases: /old/\n"),
        alpha(more=PROMISE.format(status="open")),
        alpha(more=PROMISE.format(status="done")),
        alpha(more=PROMISE.format(status="open") + "    due: 2024-06-19\n"),
        alpha(more="corrections:\n  - date: 2024-06-20\n    note: Right\n"),
        alpha(more="updated: 2024-06-20\nreviewers:\n  - name: Ann\n    date: 2024-06-20\n"),
        alpha(body="See [the fair](../notices/fair/index.md) and [b](beta.md#end).\n"),
        alpha(body="First words.\n\n## A heading\n\nSecond words.\n"),
        alpha(date="2024-02-99"),
        None,
    ),
    "content/news/2024-02-10-alpha.zh.md": (
        None,
        article("title: 甲", "第一段。\n"),
        article("title: 乙", "第一段。\n"),
        article("title: 甲", "第二段。\n"),
    ),
    "content/news/renamed.md": (None, alpha(), alpha(title="Aleph"), alpha(more="slug: alpha\n")),
    "content/news/beta.md": (
        article(BETA.format(title="Beta", date="2024-05-05", more=""), "Body.\n\n## End\n\nOver.\n"),
        article(BETA.format(title="Bela", date="2024-05-05", more=""), "Body.\n\n## End\n\nOver.\n"),
        article(BETA.format(title="Beta", date="2024-05-05", more=""), "Body.\n\n## Bend\n\nOver.\n"),
        article(BETA.format(title="Beta", date="2024-05-05", more="settles: road\n"), "Body.\n"),
        article(BETA.format(title="Beta", date="2024-05-05", more="related: alpha\n"), "Body.\n"),
        None,
    ),
    "content/notices/fair/index.md": (
        article(FAIR.format(day="01"), "![Map](map.png)\n\n## Where\n\n[Plan](plan.txt)\n"),
        article(FAIR.format(day="02"), "![Map](map.png)\n\n## Where\n\n[Plan](plan.txt)\n"),
        article(FAIR.format(day="29") + "    end: 2024-07-02\n", "## Where\n\nThere.\n"),
        article(FAIR.format(day="01"), "## Where\n\nThere.\n"),
        None,
    ),
    "content/notices/fair/map.png": (picture(1), picture(2), picture(1, 3), picture(1, 200), picture(2, 200), None),
    "content/notices/fair/plan.txt": ("one", "two", "three", None),
    "content/static/leaf.txt": (None, "one", "two"),
    "content/static/old/leaf.txt": (None, "one", "two"),
    "content/static/old": (None, "one"),
    "templates/item.html": (
        None,
        "one {{ page }}",
        "two {{ page }}",
        '{% import "macros.html" as m %}{{ m.show(page) }}',
        "broken {{ page.nothing }}",
        "broken {% if %}",
    ),
    "content/_locales/zh.po": (None, *(f'msgid "{w}"\nmsgstr "甲"\n' for w in ("Home", "Note", "Item")), 'msgid "'),
    "templates/macros.html": (
        None,
        '{% from "inner.html" import inner %}{% macro show(x) %}({{ inner(x) }}){% endmacro %}',
        "{% macro show(x) %}({{ x }}){% endmacro %}",
        "{% set name = 'inner.html' %}{% import name as i %}{% macro show(x) %}{{ i.inner(x) }}{% endmacro %}",
    ),
    "templates/inner.html": (
        None,
        "{% macro inner(x) %}1{{ x }}{% endmacro %}",
        "{% macro inner(x) %}2{{ x }}{% endmacro %}",
    ),
    "templates/static/style.css": (None, "/* one */", "/* two */"),
    "templates/static/new.css": (None, "/* one */", "/* two */"),
}
PATHS = tuple(SLOTS)
CLOCKS = ("2024-06-15", "2024-01-01", "2024-02-11", "2024-07-02", "2024-12-01", "2024-06-19 23:59:59", "2024-06-20")


@dataclass(frozen=True)
class Edit:
    """Give a file another variant, counted on from the present one; `touch` lets the time of its change be seen."""

    path: str
    variant: int
    touch: bool = False


@dataclass(frozen=True)
class Clock:
    """Move the clock to one of CLOCKS."""

    number: int


@dataclass(frozen=True)
class Revert:
    """Take the last edit back."""


@dataclass(frozen=True)
class Build:
    """Build and compare; with `kill` the build dies at that write, if it comes so far."""

    kill: int = 0


@dataclass(frozen=True)
class Damage:
    """Flip a byte of a file below .bulletin, cut it off there, or delete it."""

    file: int
    place: int
    how: str


@dataclass(frozen=True)
class Lose:
    """Delete an output."""

    file: int


Step = Edit | Clock | Revert | Build | Damage | Lose
Outcome = tuple[dict[str, bytes] | None, tuple[Problem, ...]]


class Killed(BaseException):
    """Ends a build like a signal."""


class Town:
    """A site on disk, what was done to it, and what it would be if it were built anew."""

    def __init__(self, folder: Path, clean: dict[object, Outcome]) -> None:
        self.folder = folder
        self.site = folder / "site"
        self.clean = clean
        self.chosen = dict.fromkeys(PATHS, 0)
        self.before = dict(self.chosen)
        self.at = CLOCKS[0]
        self.write(self.site, self.chosen)

    def write(self, site: Path, chosen: dict[str, int]) -> None:
        site.mkdir(parents=True, exist_ok=True)
        write(site, {path: data for path, n in chosen.items() if (data := SLOTS[path][n]) is not None})

    def do(self, step: Step) -> None:
        match step:
            case Edit(path, variant, touch):
                self.change({path: (self.chosen[path] + variant) % len(SLOTS[path])}, touch=touch)
            case Revert():
                self.change(self.before)
            case Clock(number):
                self.at = CLOCKS[number % len(CLOCKS)]
            case Build(kill):
                self.build(kill)
            case Damage():
                self.damage(step)
            case Lose(file):
                outputs = sorted(path for path in tree(self.site / "public") if not path.endswith("/"))
                if outputs:
                    (self.site / "public" / outputs[file % len(outputs)]).unlink()

    def change(self, wanted: dict[str, int], *, touch: bool = False) -> None:
        """Put variants in place, those that go before those that come; impossible wishes are passed over."""
        chosen = self.chosen | wanted
        if SLOTS["content/static/old"][chosen["content/static/old"]] is not None:
            chosen["content/static/old/leaf.txt"] = 0
        changed = {path: SLOTS[path][n] for path, n in chosen.items() if n != self.chosen[path]}
        for path in [path for path, data in changed.items() if data is None]:
            file = self.site / path
            file.unlink(missing_ok=True)
            while file.parent != self.site and not any(file.parent.iterdir()) and file.parent.name != "content":
                file = file.parent
                file.rmdir()
        for path, data in changed.items():
            if data is not None:
                file = self.site / path
                old = file.stat() if file.exists() else None
                write(self.site, {path: data})
                if old and not touch:
                    os.utime(file, ns=(old.st_atime_ns, old.st_mtime_ns))
        self.before, self.chosen = self.chosen, chosen

    def damage(self, step: Damage) -> None:
        below = self.site / ".bulletin"
        files = sorted(
            file for file in below.rglob("*") if file.is_file() and (file.stat().st_size or step.how == "gone")
        )
        if not files:
            return
        file = files[step.file % len(files)]
        data = file.read_bytes()
        at = step.place % max(1, len(data))
        if step.how == "gone":
            file.unlink()
        else:
            file.write_bytes(
                data[:at] + (bytes([data[at] ^ (1 << step.place % 8)]) + data[at + 1 :] if step.how == "flip" else b"")
            )

    def build(self, kill: int = 0) -> None:
        """Build; unless it is killed, what is there is what a clean build makes, or as before where that has errors."""
        before = tree(self.site / "public") if (self.site / "public").exists() else {}
        try:
            with dying_after(kill):
                options = Options(site=self.site, output=self.site / "public", at=self.at, now=0.0)
                report = build(options)
        except Killed:
            return
        wanted, problems = self.anew()
        assert report.problems == problems
        here = tree(self.site / "public")
        if wanted is None:
            here, wanted = finished(here), finished(before)
        difference = sorted(path for path in here.keys() | wanted.keys() if here.get(path) != wanted.get(path))
        assert difference == [], f"not as a clean build: {difference[:9]}"

    def anew(self) -> Outcome:
        """Build the same in a fresh folder; None where errors keep it from being made."""
        key = (tuple(self.chosen.items()), self.at)
        if key not in self.clean:
            with tempfile.TemporaryDirectory(dir=self.folder) as fresh:
                site = Path(fresh)
                self.write(site, self.chosen)
                report = build(Options(site=site, output=site / "public", at=self.at, now=0.0))
                failed = any(p.severity == "error" for p in report.problems)
                self.clean[key] = (None if failed else tree(site / "public"), report.problems)
        return self.clean[key]


def finished(files: dict[str, bytes]) -> dict[str, bytes]:
    """Leave out what a killed build left, which a build that fails may remove or not."""
    return {path: data for path, data in files.items() if not path.endswith((TEMP_SUFFIX, "/"))}


@contextmanager
def dying_after(count: int) -> Iterator[None]:
    """Let a program die at the count-th write, replacement or removal of a file; a write is then half done."""
    if not count:
        yield
        return
    left = [count]

    def dying(real: Callable[..., Any], *, torn: bool = False) -> Callable[..., Any]:
        def instead(path: Path, *rest: Any, **named: Any) -> Any:
            left[0] -= 1
            if left[0] < 0:
                return real(path, *rest, **named)
            if left[0] == 0:
                if torn:
                    real(path, rest[0][: len(rest[0]) // 2])
                raise Killed
            return real(path, *rest, **named)

        return instead

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(atomic, "write_bytes", dying(atomic.write_bytes, torn=True))
        in_place = dying(atomic.put_in_place)
        for module in (atomic, output):
            patch.setattr(module, "put_in_place", in_place)
        for name in ("unlink", "rmdir"):
            patch.setattr(Path, name, dying(getattr(Path, name)))
        yield


@contextmanager
def pretended(folder: Path) -> Iterator[pytest.MonkeyPatch]:
    """Build on a file system that tells little, with a theme that shows all; gives the patch, for mutations."""
    with themed(dump_theme(folder / "theme")) as patch:
        for module in (output, present):
            patch.setattr(module, "to_stamp", lambda status: (status.st_size, 0))
        patch.setattr(state, "drop_racy_stamps", lambda stamps, _started: stamps)
        yield patch


def agree(steps: Sequence[Step], clean: dict[object, Outcome], mutate: Callable[[pytest.MonkeyPatch], None]) -> None:
    """Follow steps, then build: every build that is not killed leaves what a clean one makes; else AssertionError."""
    with tempfile.TemporaryDirectory() as folder, pretended(Path(folder)) as patch:
        town = Town(Path(folder), clean)
        mutate(patch)
        for step in (Build(), *steps, Build()):
            town.do(step)
