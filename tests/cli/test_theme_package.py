"""A theme from a wheel, installed in a folder of its own: built, checked, previewed, listed, copied; never imported."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.building.test_no_op import wait_until_believed
from tests.preview.running import running
from tests.sites import PLAIN_TOML, article, run, write

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
SETTINGS = 'title = "Ferry"\nbase_url = "https://ferry.example.org/"\n[theme]\npackage = "harbour"\n'
FILES = {
    "content/site.toml": SETTINGS,
    "content/about.md": article("title: About"),
    "content/news/2024-01-02-visit.md": article("title: Visit"),
}
OWN = '{% extends "theme/base.html" %}{% block footer_end %}{{ super() }}<p>Own words</p>{% endblock %}\n'
HEAVY = re.compile(r"^import time:.*\|\s*(?:jinja2|click|msgspec)\b", re.MULTILINE)


class Done(NamedTuple):
    status: int
    out: str
    err: str


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The theme as a wheel, made as whoever publishes one makes it."""
    folder = tmp_path_factory.mktemp("wheel")
    shutil.copytree(ROOT / "tests/theme_package", folder / "source")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder / "dist")]
    subprocess.run([*command, str(folder / "source")], check=True, capture_output=True)
    (found,) = (folder / "dist").iterdir()
    return found


@pytest.fixture
def packages(wheel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own in which it is installed, and where Python finds it."""
    folder = tmp_path / "packages"
    command = [sys.executable, "-m", "pip", "install", "--no-deps", "--no-index", "--target", str(folder), str(wheel)]
    subprocess.run(command, check=True, capture_output=True)
    before = os.environ.get("PYTHONPATH", "")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, [str(folder), before])))
    return folder


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write(tmp_path / "site", FILES)


def bulletin(*arguments: str | Path, trace: bool = False) -> Done:
    command = [sys.executable, *(["-X", "importtime"] if trace else []), "-m", "site_builder"]
    done = subprocess.run([*command, *arguments], check=False, capture_output=True, encoding="utf-8", cwd=ROOT)
    assert "Traceback" not in done.stderr
    return Done(done.returncode, done.stdout, done.stderr)


def test_it_is_built(site: Path, packages: Path) -> None:
    """Site -> package -> program, with a stylesheet that the package brings."""
    write(site, {"templates/base.html": OWN})
    assert bulletin("check", site, "--strict", "--lang", "en") == (0, "No problems found.\n", "")
    assert bulletin("build", site, "--strict").status == 0
    about = (site / "public/about/index.html").read_text("utf-8")
    foot = about.partition("<footer")[2].partition("</footer>")[0]
    assert foot.index("/topics/") < foot.index("Theme: harbour") < foot.index("Own words")
    assert about.index('class="pier"') < about.index("<h1")
    (style,) = re.findall(r'href="/(assets/harbour\.[^"]+)"', about)
    assert "navy" in (site / "public" / style).read_text("utf-8")


def test_its_words_are_translated_by_the_site(site: Path, packages: Path) -> None:
    words = 'msgid "Welcome to the pier"\nmsgstr "Hello"\n\nmsgid "Home"\nmsgstr "Front"\n'
    write(site, {"content/_locales/en.po": words})
    assert bulletin("check", site, "--strict", "--lang", "en").out == "No problems found.\n"
    bulletin("build", site)
    assert '<p class="harbour">Hello</p>' in (site / "public/index.html").read_text("utf-8")


def test_a_theme_that_is_not_installed(site: Path, packages: Path) -> None:
    for name, hint in (("harbor", "did you mean harbour?"), ("desert", "installed are: harbour")):
        write(site, {"content/site.toml": SETTINGS.replace("harbour", name)})
        done = bulletin("build", site, "--lang", "en")
        assert done.status == 1
        assert f'content/site.toml:4:11: error: no theme "{name}" is installed  [config]' in done.err
        assert hint in done.err
    assert not (site / "public/index.html").exists()


def test_where_no_theme_is_installed(site: Path) -> None:
    done = bulletin("check", site, "--lang", "en")
    assert done.status == 1
    assert "install it where the program is installed; no theme is there yet" in done.out


def test_it_may_be_named_as_it_is_installed(site: Path, packages: Path) -> None:
    write(site, {"content/site.toml": SETTINGS.replace("harbour", "Bulletin_Theme.Harbour")})
    assert bulletin("check", site, "--strict").status == 0


def test_a_package_without_templates(site: Path, packages: Path) -> None:
    shutil.rmtree(packages / "bulletin_theme_harbour/templates")
    done = bulletin("check", site, "--lang", "en")
    assert done.status == 1
    assert 'the theme "harbour" has no folder bulletin_theme_harbour/templates/' in done.out


# What is done to an installed theme, and what the next build comes to; each is a real one.
CHANGES: dict[str, tuple[Callable[[Path], object], int]] = {
    "a template": (lambda folder: (folder / "bulletin_theme_harbour/templates/page.html").touch(), 0),
    "a new template": (lambda folder: write(folder, {"bulletin_theme_harbour/templates/more.html": "x"}), 0),
    "another version": (
        lambda folder: (folder / "bulletin_theme_harbour-1.2.0.dist-info").rename(
            folder / "bulletin_theme_harbour-1.2.1.dist-info"
        ),
        0,
    ),
    "none": (lambda folder: shutil.rmtree(folder / "bulletin_theme_harbour-1.2.0.dist-info"), 1),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_build_with_nothing_to_do_is_told_from_stamps(site: Path, packages: Path, change: str) -> None:
    """It imports nothing; what becomes of the package shows."""
    wait_until_believed(site)
    wait_until_believed(packages)
    for _ in range(2):
        bulletin("build", site, "--jobs", "1")
    assert HEAVY.search(bulletin("build", site, "--jobs", "1", trace=True).err) is None
    change_package, status = CHANGES[change]
    change_package(packages)
    done = bulletin("build", site, "--jobs", "1", trace=True)
    assert HEAVY.search(done.err)
    assert done.status == status


def test_another_path_is_another_build(site: Path, packages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wait_until_believed(site)
    wait_until_believed(packages)
    for _ in range(2):
        bulletin("build", site, "--jobs", "1")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    assert bulletin("build", site, "--jobs", "1").status == 1


def test_metadata_is_read_where_a_theme_is_named_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def note(**named: object) -> tuple[()]:
        asked.append(named)
        return ()

    monkeypatch.setattr("importlib.metadata.entry_points", note)
    site = write(tmp_path, FILES | {"content/site.toml": PLAIN_TOML})
    assert run(site).problems == ()
    assert asked == []
    write(site, {"content/site.toml": SETTINGS})
    assert [each.path for each in run(site).problems] == ["content/site.toml"]
    assert asked == [{"group": "township_bulletin.themes"}]


def test_the_preview_follows_its_files(site: Path, packages: Path) -> None:
    template = packages / "bulletin_theme_harbour/templates/base.html"
    with running(site) as preview:
        assert "Theme: harbour" in preview.get("about/")[1]
        template.write_text(template.read_text("utf-8").replace("Theme: harbour", "Theme: port"), "utf-8")
        preview.built()
        assert "Theme: port" in preview.get("about/")[1]


def test_a_takedown_where_it_is_not_installed(site: Path, packages: Path, tmp_path: Path) -> None:
    """What is live is made again without the item, with the look that it had."""
    server = tmp_path / "server"
    settings = f'{SETTINGS}[publish.live]\nto = "{server.as_uri()}"\n'
    write(site, {"content/site.toml": settings, "templates/base.html": OWN})
    write(site, {"content/news/2024-02-02-fair.md": article("title: Fair")})
    assert bulletin("publish", "--site", site, "--create").status == 0
    about = (server / "current/about/index.html").read_bytes()
    assert b"Theme: harbour" in about
    shutil.rmtree(packages)
    refused = bulletin("publish", "--site", site, "--lang", "en")
    assert (refused.status, 'no theme "harbour" is installed' in refused.err) == (1, True)
    done = bulletin("takedown", "/news/2024/visit/", "--reason", "by order", "--site", site)
    assert (done.status, done.err) == (0, "")
    assert not (server / "current/news/2024/visit/index.html").exists()
    assert (server / "current/about/index.html").read_bytes() == about


def test_a_colleague_with_another_version_is_not_refused(site: Path, packages: Path, tmp_path: Path) -> None:
    """A theme that was published newer is like a program that was: nobody's change of this folder."""
    settings = f'{SETTINGS}[publish.live]\nto = "{(tmp_path / "server").as_uri()}"\n'
    write(site, {"content/site.toml": settings})
    colleague = tmp_path / "colleague"
    shutil.copytree(site, colleague)
    template = packages / "bulletin_theme_harbour/templates/base.html"
    earlier = template.read_text("utf-8")
    template.write_text(earlier.replace("harbour</p>", "harbour 2</p>"), "utf-8")
    assert bulletin("publish", "--site", colleague, "--create").status == 0
    template.write_text(earlier, "utf-8")
    done = bulletin("publish", "--site", site)
    assert (done.status, done.err) == (0, "")
    assert "harbour 2" not in (tmp_path / "server/current/index.html").read_text("utf-8")


def test_it_is_listed(site: Path, packages: Path) -> None:
    write(site, {"templates/base.html": OWN})
    found = json.loads(bulletin("theme", "list", "--site", site, "--report", "json").out)
    assert found["package"] == {"name": "harbour", "version": "1.2.0"}
    assert found["problems"] == []
    templates = {each["name"]: each for each in found["templates"]}
    assert [templates["base.html"]["owner"], *templates["base.html"]["extends"]] == ["site", "package", "program"]
    blocks = {each["name"]: each["filled_by"] for each in templates["base.html"]["blocks"]}
    assert (blocks["footer_end"], blocks["head"], blocks["header"]) == (["site", "package"], ["package"], [])
    assert (templates["page.html"]["owner"], templates["item.html"]["owner"]) == ("package", "program")
    static = {each["name"]: each["owner"] for each in found["static"]}
    assert (static["harbour.css"], static["style.css"]) == ("package", "program")
    text = bulletin("theme", "list", "--site", site, "--lang", "en").out
    assert re.search(r"  base\.html +yours, extends that of harbour 1\.2\.0, bulletin [\d.]+\n", text)
    assert "footer_end (yours, harbour 1.2.0), after_body" in text
    assert re.search(r"  harbour\.css +harbour 1\.2\.0\n", text)


def test_a_copy_of_its_template_makes_the_same_pages(site: Path, packages: Path) -> None:
    """What extended the program's from the package extends it still, a layer higher."""
    bulletin("build", site)
    done = bulletin("theme", "copy", "base.html", "--site", site, "--lang", "en")
    assert done.out.startswith("templates/base.html: written, a copy of harbour 1.2.0\n")
    assert '{% extends "theme/theme/base.html" %}' in (site / "templates/base.html").read_text("utf-8")
    found = json.loads(bulletin("build", site, "--report", "json").out)
    assert found["rendered"] > 10
    assert (found["written"], found["problems"]) == (0, [])
    template = packages / "bulletin_theme_harbour/templates/base.html"
    template.write_text(template.read_text("utf-8") + "{# #}\n", "utf-8")
    done = bulletin("check", site, "--lang", "en")
    assert "of base.html of harbour 1.2.0, of which lines have changed since: 1  [template]" in done.out
