"""A build with nothing to do ends before anything is imported; whatever was touched, the next one is a real build."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from site_builder.building.manifest import RACY_WINDOW
from site_builder.building.no_op.check import find_recorded_output
from site_builder.building.theme import find_default_theme
from tests.sites import SITE_TOML, article, picture, write
from tests.waiting import wait_until

pytestmark = pytest.mark.slow
HEAVY = {"jinja2", "markdown", "yaml", "msgspec", "click", "PIL"}
IMPORTED = re.compile(r"^import time:.*\|\s*(\S+).*\n?", re.MULTILINE)
VISIT, IDEA = "content/news/2024-01-02-visit.md", "content/notices/2024-02-02-idea/index.md"
FILES: dict[str, str | bytes] = {
    "content/site.toml": SITE_TOML,
    "content/communities.toml": '[east]\nname = "East"\n',
    "content/about.md": article("title: About"),
    VISIT: article("title: Visit\ncommunities: East"),
    IDEA: article("title: Idea", "![The ferry at low water](a.png)\n"),
    "content/notices/2024-02-02-idea/a.png": picture(1),
    "content/static/robots-too.txt": "Nothing.\n",
}
PAGE, ASSET = "public/news/2024/visit/index.html", "public/robots-too.txt"

# A build during which a file is put into the site's folder, after the sources were read.
MEANWHILE = """
import sys
from pathlib import Path
from site_builder.building import steps
from site_builder.cli import main

def commit(*arguments, real=steps.commit):
    Path(sys.argv[2], {path!r}).write_text({text!r}, encoding="utf-8")
    return real(*arguments)

steps.commit = commit
main()
"""


class Done(NamedTuple):
    """What a run printed, and whether it was a real build."""

    out: str
    err: str
    real: bool


def run(site: Path, *options: str, start: tuple[str, ...] = ("-m", "site_builder"), lang: str = "en_GB.UTF-8") -> Done:
    """Run the real command; a build that is told from stamps imports nothing of what makes pages."""
    command = [sys.executable, "-X", "importtime", *start, "build", str(site), *options]
    env = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))}
    done = subprocess.run(
        command, capture_output=True, encoding="utf-8", check=True, cwd=site.parent, env=env | {"LANG": lang}
    )
    heavy = HEAVY & {name.partition(".")[0] for name in IMPORTED.findall(done.stderr)}
    assert not heavy or {"click", "msgspec"} <= heavy
    return Done(done.stdout, IMPORTED.sub("", done.stderr), real=bool(heavy))


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """Give a new site each time, whose files are old enough for their stamps to be believed."""
    folder, count = tmp_path_factory.mktemp("sites"), 40
    for n in range(count):
        write(folder / f"site-{n}", FILES)
    wait_until_believed(folder)
    fresh = iter(range(count))
    return lambda: folder / f"site-{next(fresh)}"


@pytest.fixture
def site(sites: Callable[[], Path]) -> Path:
    """A site that has been built."""
    found = sites()
    settle(found)
    return found


def wait_until_believed(site: Path) -> None:
    """Wait until the last change below a folder is so old that stamps are believed."""
    latest = max(max(status.st_mtime_ns, status.st_ctime_ns) for status in map(Path.stat, site.rglob("*")))
    wait_until(lambda: time.time_ns() - latest > RACY_WINDOW)


def settle(site: Path, *options: str) -> None:
    """Build, and build again: what came into the output during the first would not show."""
    for _ in range(2):
        assert run(site, *options).real


def touch(path: str) -> Callable[[Path], object]:
    return lambda site: (site / path).touch()


def put(files: Mapping[str, str | bytes]) -> Callable[[Path], object]:
    return lambda site: write(site, files)


def drop(path: str) -> Callable[[Path], object]:
    return lambda site: (site / path).unlink()


# What is done to a site that was built.
TOUCHED: dict[str, Callable[[Path], object]] = {
    "an item": touch(VISIT),
    "an item's text": put({VISIT: article("title: Visit again")}),
    "a page": touch("content/about.md"),
    "a picture": put({"content/notices/2024-02-02-idea/a.png": picture(2)}),
    "a static file": touch("content/static/robots-too.txt"),
    "settings": touch("content/site.toml"),
    "a registry": touch("content/communities.toml"),
    "a new registry": put({"content/topics.toml": '[t]\nname = "T"\n'}),
    "first words of its own": put({"content/_locales/en.po": 'msgid "Home"\nmsgstr "Front"\n'}),
    "a new item": put({"content/news/2024-03-03-new.md": article("title: New")}),
    "a new item in a new folder": put({"content/news/2024/03/2024-03-03-new.md": article("title: New")}),
    "an item gone": drop(VISIT),
    "a first template": put({"templates/item.html": (find_default_theme() / "item.html").read_bytes()}),
    "an output": touch(PAGE),
    "an output's bytes": put({PAGE: "spoilt"}),
    "an output gone": drop(PAGE),
    "a copy gone": drop(ASSET),
    "a foreign file": put({"public/foreign.html": "x"}),
    "a foreign file deep down": put({"public/news/2024/foreign.html": "x"}),
    "a foreign folder": lambda site: (site / "public/communities/foreign").mkdir(),
    "what was kept": put({".bulletin/untouched": b"damaged"}),
    "what was kept, cut short": lambda site: os.truncate(site / ".bulletin/untouched", 99),
}
# Of these every run makes something else than the run before.
OTHERWISE: dict[str, tuple[str, ...]] = {
    "drafts": ("--drafts",),
    "clean": ("--clean",),
    "at": ("--at", "2024-06-15"),
    "report": ("--report", "json"),
    "strict": ("--strict",),
    "language": ("--lang", "zh"),
}


def test_nothing_is_imported_and_the_same_is_said(site: Path) -> None:
    """What a real build with nothing to do says is the standard; only the seconds differ."""
    quick = run(site)
    assert not quick.real
    (site / ".bulletin/untouched").unlink()
    real = run(site)
    assert real.real
    assert "; 0 written, 0 removed (" in real.out
    seconds = re.compile(r"\(\d+\.\d\d s\)")
    assert [seconds.sub("", each) for each in quick[:2]] == [seconds.sub("", each) for each in real[:2]]
    assert not run(site).real


def test_an_object_is_said_again(sites: Callable[[], Path]) -> None:
    site = sites()
    settle(site, "--report", "json")
    quick = run(site, "--report", "json")
    assert not quick.real
    (site / ".bulletin/untouched").unlink()
    found, wanted = json.loads(quick.out), json.loads(run(site, "--report", "json").out)
    assert found | {"seconds": 0} == wanted | {"seconds": 0}


@pytest.mark.parametrize("what", TOUCHED)
def test_what_was_touched_is_looked_at(site: Path, what: str) -> None:
    assert not run(site).real
    TOUCHED[what](site)
    assert run(site).real
    assert (site / ASSET).read_text("utf-8") == "Nothing.\n"
    assert (site / PAGE).is_file() == (site / VISIT).is_file()
    assert not (site / PAGE).is_file() or "spoilt" not in (site / PAGE).read_text("utf-8")
    assert not [*(site / "public").rglob("*foreign*")]


@pytest.mark.parametrize("what", OTHERWISE)
def test_other_arguments_are_another_build(site: Path, what: str) -> None:
    assert not run(site).real
    assert run(site, *OTHERWISE[what]).real


def test_another_language_of_the_environment_is_another_build(site: Path) -> None:
    assert not run(site).real
    assert run(site, lang="zh_CN.UTF-8").real


def test_an_own_template(sites: Callable[[], Path]) -> None:
    site = write(sites(), {"templates/item.html": (find_default_theme() / "item.html").read_bytes()})
    wait_until_believed(site)
    settle(site)
    assert not run(site).real
    for change in (touch("templates/item.html"), put({"templates/more.html": "x"})):
        change(site)
        assert run(site).real
        wait_until_believed(site)
        assert run(site).real
        assert not run(site).real


def test_what_was_just_changed_is_not_believed(site: Path) -> None:
    """It may change again without its stamp telling; a stamp ahead stays so new however long a build takes."""
    ahead = time.time() + 600
    os.utime(site / VISIT, (ahead, ahead))
    assert run(site).real
    assert run(site).real
    touch(VISIT)(site)
    wait_until_believed(site)
    assert run(site).real
    assert not run(site).real


@pytest.mark.parametrize("path", ["content/news/2024-03-03-new.md", "public/foreign.html"])
def test_what_came_during_a_build_is_seen_by_the_next(sites: Callable[[], Path], path: str) -> None:
    site = sites()
    (site / "public").mkdir()
    run(site, start=("-c", MEANWHILE.format(path=path, text=article("title: New"))))
    assert run(site).real
    assert (site / "public/news/2024/new/index.html").exists() == path.startswith("content/")
    assert not (site / "public/foreign.html").exists()


def test_an_output_with_a_folder_called_content(sites: Callable[[], Path]) -> None:
    site = sites()
    settings = '[[columns]]\nid = "content"\ntitle = "Content"\n'
    write(site, {"content/site.toml": SITE_TOML + settings, "content/content/2024-01-01-c.md": article("title: C")})
    output = ("--output", str(site / "public"))
    wait_until_believed(site)
    settle(site, *output)
    assert not run(site, *output).real


def test_a_build_with_an_error_is_not_repeated(site: Path) -> None:
    write(site, {VISIT: article("title: Visit\ndate: never")})
    for _ in range(2):
        with pytest.raises(subprocess.CalledProcessError):
            run(site)


def test_the_clock_comes_to_the_next_change(sites: Callable[[], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Told with another clock: nobody waits for the year 2098."""
    site = write(sites(), {"content/news/later.md": article("title: Later\ndate: 2098-01-01")})
    wait_until_believed(site)
    settle(site)
    monkeypatch.chdir(site.parent)
    for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    now, midnight = time.time(), 4039344000.0  # 2098-01-01 00:00 in Shanghai
    told = [
        find_recorded_output(["build", str(site)], at) is not None for at in (now, midnight - 1, midnight, now - 86400)
    ]
    assert told == [True, True, False, False]
