"""`bulletin theme`: what can be overridden and what is; copies that say of what, and are told when that has changed."""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from site_builder.building.theme import find_default_theme
from site_builder.cli.commands import main
from tests.sites import PLAIN_TOML, article, themed, write

pytestmark = pytest.mark.slow

FILES = {"content/site.toml": PLAIN_TOML, "content/news/2024-01-02-visit.md": article("title: Visit")}
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Path]:
    """The program's own theme, to be replaced by that of a later version."""
    shutil.copytree(find_default_theme(), tmp_path / "program")
    with themed(tmp_path / "program"):
        yield tmp_path / "program"


@pytest.fixture
def site(program: Path, tmp_path: Path) -> Path:
    return write(tmp_path / "site", FILES)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, site: Path) -> Run:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    monkeypatch.chdir(site)

    def call(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(list(arguments))
        return int(ended.value.code or 0), *capsys.readouterr()

    return call


def read_json(done: tuple[int, str, str]) -> Any:
    assert (done[0], done[2]) == (0, "")
    return json.loads(done[1])


def upgrade(program: Path, name: str = "item.html") -> None:
    """A later version of the program: two lines more, one less."""
    file = program / name
    first, rest = file.read_text("utf-8").split("\n", 1)
    file.write_text(f"{first}\n\n{{# Later. #}}\n{rest.replace('<article', '<article data-later', 1)}", "utf-8")


def test_a_copy_makes_the_same_pages_and_says_what_it_is(run: Run, site: Path, program: Path) -> None:
    run("build", "--jobs", "1")
    status, out, err = run("theme", "copy", "item.html")
    assert (status, err) == (0, "")
    assert re.match(r"templates/item\.html: written, a copy of bulletin \d+\.\d+\.\d+\n", out)
    assert '{% extends "theme/item.html" %}' in out
    first, rest = (site / "templates/item.html").read_text("utf-8").split("\n", 1)
    assert re.fullmatch(r"\{# A copy of item\.html of bulletin [\d.]+, [0-9a-f]{32} #\}", first)
    assert rest == (program / "item.html").read_text("utf-8")
    found = read_json(run("build", "--jobs", "1", "--report", "json"))
    assert (found["rendered"], found["written"], found["problems"]) == (1, 0, [])


@pytest.mark.parametrize("name", ["sitemap.xml", "robots.txt", "base.html", "macros.html"])
def test_a_copy_of_any_template_makes_the_same(run: Run, site: Path, name: str) -> None:
    """A line is put before what has to begin with another: nothing of it comes into the output."""
    run("build", "--jobs", "1")
    assert run("theme", "copy", name)[0] == 0
    found = read_json(run("build", "--jobs", "1", "--report", "json"))
    assert found["rendered"] > 0
    assert (found["written"], found["removed"], found["problems"]) == (0, 0, [])


@pytest.mark.parametrize(("name", "left"), [("style.css", 0), ("now.js", 1)])
def test_a_copy_of_a_static_file_is_served_as_it_was(run: Run, site: Path, name: str, left: int) -> None:
    """Of a stylesheet comments are left out, and so is the first line of a copy."""
    stem, _, suffix = name.partition(".")

    def read_served() -> str:
        (served,) = (site / "public/assets").glob(f"{stem}.*.{suffix}")
        return served.read_text("utf-8")

    run("build", "--jobs", "1")
    before = read_served()
    assert run("theme", "copy", f"static/{name}")[0] == 0
    assert run("build", "--jobs", "1")[0] == 0
    assert read_served().split("\n", left)[left] == before


def test_nothing_is_overwritten_unasked(run: Run, site: Path) -> None:
    write(site, {"templates/item.html": "mine"})
    status, out, err = run("theme", "copy", "item.html")
    assert (status, out) == (2, "")
    assert err == "bulletin: templates/item.html is there already; --overwrite puts the new copy in its place\n"
    assert (site / "templates/item.html").read_text("utf-8") == "mine"
    assert run("theme", "copy", "item.html", "--overwrite")[0] == 0
    assert (site / "templates/item.html").read_text("utf-8").startswith("{# A copy of item.html")


REFUSED = {
    ("itm.html",): 'there is no template "itm.html"; did you mean item.html?',
    ("../../xyz",): 'there is no template "../../xyz"; bulletin theme list shows what there is',
    ("static/favicon.ico",): "static/favicon.ico has no line that could say what it is a copy of; copy ",
    ("item.html", "--seen"): "templates/item.html is no copy that says what it is a copy of",
    ("item.html", "--diff"): "templates/item.html is no copy that says what it is a copy of",
    ("item.html", "--diff", "--seen"): "--overwrite, --diff and --seen each do something else; leave two of them out",
    (): "Missing argument 'TEMPLATE'.",
}


@pytest.mark.parametrize("arguments", REFUSED)
def test_what_cannot_be_copied(run: Run, site: Path, arguments: tuple[str, ...]) -> None:
    status, out, err = run("theme", "copy", *arguments, "--report", "json")
    assert status == 2
    assert REFUSED[arguments] in err
    assert REFUSED[arguments] in json.loads(out)["error"]
    assert not (site / "templates").exists()


def test_no_site(run: Run, site: Path) -> None:
    for command in (("list",), ("copy", "item.html")):
        status, out, _ = run("theme", *command, "--site", str(site.parent / "absent"), "--report", "json")
        assert status == 2
        assert json.loads(out)["problems"] == []


def test_a_template_that_cannot_be_read(run: Run, site: Path) -> None:
    write(site, {"templates/item.html": "{% block %}"})
    for command in (("list",), ("copy", "page.html")):
        status, out, _ = run("theme", *command, "--report", "json")
        assert status == 1
        assert [each["path"] for each in json.loads(out)["problems"]] == ["templates/item.html"]
        assert "templates/item.html:1:1: error: this template cannot be read" in run("theme", *command)[2]


def test_a_copy_of_what_has_changed_is_told(run: Run, site: Path, program: Path) -> None:
    """What the site changed itself is not counted and not shown; who has taken the changes over says so."""
    run("theme", "copy", "item.html")
    own = site / "templates/item.html"
    own.write_text(own.read_text("utf-8").replace("<article", '<article id="own"'), "utf-8")
    assert run("check") == (0, "No problems found.\n", "")
    upgrade(program)
    status, out, _ = run("check")
    assert status == 0
    assert out.startswith("templates/item.html:1:1: warning: this is a copy of item.html of bulletin ")
    assert ", of which lines have changed since: 4  [template]\n" in out
    assert "bulletin theme copy item.html --diff" in out
    assert run("check", "--strict")[0] == 1
    shown = run("theme", "copy", "item.html", "--diff")[1]
    assert "+{# Later. #}\n" in shown
    assert sum(line[0] in "+-" for line in shown.splitlines()[2:]) == 4
    assert "own" not in shown
    assert run("theme", "copy", "item.html", "--seen")[1].startswith(
        "templates/item.html: noted as a copy of bulletin "
    )
    assert 'id="own"' in own.read_text("utf-8")
    assert run("check") == (0, "No problems found.\n", "")
    assert "nothing changed since bulletin" in run("theme", "copy", "item.html", "--diff")[1]


def test_a_copy_whose_original_is_gone(run: Run, site: Path, program: Path) -> None:
    run("theme", "copy", "item.html")
    shutil.rmtree(site / "templates/_copied")
    assert run("check") == (0, "No problems found.\n", "")
    upgrade(program)
    assert "item.html of bulletin 0.1.0, which has changed since  [template]" in run("check")[1]
    status, out, err = run("theme", "copy", "item.html", "--diff")
    assert (status, err) == (0, "templates/_copied/item.html is gone: your own changes stand among these\n")
    assert "+{# Later. #}\n" in out
    found = read_json_of_diff(run("theme", "copy", "item.html", "--diff", "--report", "json"))
    assert found["with_own_changes"]


def read_json_of_diff(done: tuple[int, str, str]) -> Any:
    assert done[0] == 0
    return json.loads(done[1])


def test_a_copy_of_what_is_no_longer_there(run: Run, program: Path) -> None:
    run("theme", "copy", "charts.html")
    for file in program.glob("*.html"):
        if "charts.html" in file.read_text("utf-8"):
            file.write_text(file.read_text("utf-8").replace("charts.html", "macros.html"), "utf-8")
    (program / "charts.html").unlink()
    assert "which is there no longer  [template]" in run("check")[1]


def test_the_list_says_what_is_and_what_can_be(run: Run, site: Path, program: Path) -> None:
    write(site, {"templates/base.html": '{% extends "theme/base.html" %}{% block head %}<!-- -->{% endblock %}'})
    run("theme", "copy", "static/style.css")
    run("theme", "copy", "list.html")
    upgrade(program, "list.html")
    found = read_json(run("theme", "list", "--report", "json"))
    assert found["package"] is None
    templates = {each["name"]: each for each in found["templates"]}
    assert templates.keys() == {
        *(file.name for file in program.iterdir() if file.is_file()),
    }
    assert (templates["base.html"]["owner"], templates["base.html"]["extends"]) == ("site", ["program"])
    assert {"name": "head", "filled_by": ["site"]} in templates["base.html"]["blocks"]
    assert {"name": "footer", "filled_by": []} in templates["base.html"]["blocks"]
    assert (templates["list.html"]["copy"]["outdated"], templates["list.html"]["copy"]["changed"]) == (True, 2)
    assert (templates["page.html"]["owner"], templates["page.html"]["copy"]) == ("program", None)
    assert Path(templates["page.html"]["file"]) == program / "page.html"
    static = {each["name"]: each for each in found["static"]}
    assert (static["style.css"]["owner"], static["print.css"]["owner"]) == ("site", "program")
    assert not static["style.css"]["copy"]["outdated"]
    assert [each["path"] for each in found["problems"]] == ["templates/list.html"]


def test_the_list_as_text(run: Run, site: Path, program: Path) -> None:
    write(site, {"templates/base.html": '{% extends "theme/base.html" %}{% block head %}<!-- -->{% endblock %}'})
    run("theme", "copy", "list.html")
    upgrade(program, "list.html")
    status, out, err = run("theme", "list")
    assert status == 0
    assert "1 warning\n" in err
    flags = re.MULTILINE
    assert re.search(r"^  base\.html +yours, extends that of bulletin [\d.]+$", out, flags)
    assert re.search(r"^      look, head \(yours\), before_body, header, ", out, re.MULTILINE)
    assert re.search(r"^  list\.html +yours, a copy of that of bulletin [\d.]+, which has changed since$", out, flags)
    assert re.search(r"^  style\.css +bulletin [\d.]+$", out, re.MULTILINE)
    chinese = run("theme", "list", "--lang", "zh")[1]
    assert re.search(r"^  base\.html +本站、扩展 bulletin [\d.]+ 的同名模板$", chinese, re.MULTILINE)


def test_the_programs_own_folder_is_no_sites(capsys: pytest.CaptureFixture[str]) -> None:
    """In a checkout of the program its sample has the very templates that would be copied."""
    root = find_default_theme().parent
    with pytest.raises(SystemExit) as ended:
        main(["theme", "copy", "item.html", "--overwrite", "--site", str(root), "--lang", "en"])
    assert (ended.value.code, capsys.readouterr().err) == (2, "bulletin: templates/item.html is the program's own\n")
