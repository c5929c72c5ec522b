"""The output folder: whose it is, who holds it, what happens to what else lies in it, and to it when things fail."""

import gc
import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from site_builder.building import output_folder as output
from site_builder.building import output_scan as present
from site_builder.cli.commands import main
from site_builder.problem import CommandError, has_errors
from tests.building.pretend import Killed
from tests.sites import PLAIN_TOML, article, dump_theme, made, run, themed, tree, write

ITEM = "content/news/2024-01-02-visit.md"
SITE = {"content/site.toml": PLAIN_TOML, ITEM: article("title: Visit")}
BROKEN = article("title: Visit\ndate: tomorrow")
# Holds the lock of an output folder until its standard input is closed.
HOLD = """
import sys
from pathlib import Path
from site_builder.building.session import BuildSession, Options
site = Path(sys.argv[1])
with BuildSession().open_output_folder(Options(site=site, output=site / "public", now=0)):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Path]:
    with themed(dump_theme(tmp_path / "theme")):
        yield write(tmp_path / "site", SITE)


def run_command(*arguments: object) -> object:
    with pytest.raises(SystemExit) as ended:
        main([*map(str, arguments), "--lang", "en"])
    return ended.value.code


def test_a_folder_that_is_not_ours_is_refused_and_left_alone(site: Path) -> None:
    write(site / "public", {"thesis.txt": "ten years"})
    for clean in (False, True):
        with pytest.raises(CommandError) as refused:
            run(site, clean=clean)
        assert refused.value.status == 2
    assert {p.name: p.read_text() for p in (site / "public").iterdir()} == {"thesis.txt": "ten years"}


@pytest.mark.parametrize(
    "place",
    [
        *(".", "..", "content", "content/out", "content/static/out", "content/../content/x"),
        *("templates/x", "fetched/x", ".bulletin"),
    ],
)
def test_an_output_within_the_sources_is_refused(site: Path, place: str) -> None:
    before = tree(site.parent)
    with pytest.raises(CommandError) as refused:
        run(site, output=site / place)
    assert refused.value.status == 2
    assert tree(site.parent) == before


def test_an_output_that_is_a_file_or_leads_into_the_sources_is_refused(site: Path) -> None:
    write(site, {"public": "a file"})
    (site / "link").symlink_to(site / "content")
    for name in ("public", "link"):
        with pytest.raises(CommandError) as refused:
            run(site, output=site / name)
        assert refused.value.status == 2
    assert tree(site / "content") == {p.removeprefix("content/"): d.encode() for p, d in SITE.items()}


def test_an_output_that_a_build_would_read_or_remove_is_refused_by_the_command(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (site / "content").rename(site.parent / "elsewhere")
    (site / "content").symlink_to(site.parent / "elsewhere")
    assert run_command("build", site, "--output", site.parent / "elsewhere/out") == 2
    assert run_command("build", site, "--output", site / "content/news/out") == 2
    assert "lies within the site's content" in capsys.readouterr().err
    made(site)
    before = tree(site)
    assert run_command("build", site, "--output", site / "public/drafts", "--drafts") == 2
    assert f"lies within {site / 'public'}, and the next build of that would remove it" in capsys.readouterr().err
    assert tree(site) == before


@pytest.mark.slow
def test_an_empty_folder_is_taken(site: Path) -> None:
    (site / "public").mkdir()
    assert "news/2024/visit/index.html" in made(site)


@pytest.mark.slow
def test_a_marked_folder_without_a_manifest_is_built_clean(site: Path) -> None:
    wanted = made(site)
    next((site / ".bulletin").rglob("manifest")).unlink()
    write(site / "public", {"foreign/file.txt": "x", "index.html": "spoilt", ".well-known/acme": "kept"})
    assert made(site) == wanted
    assert (site / "public/.well-known/acme").read_text() == "kept"


@pytest.mark.slow
def test_a_clean_build_with_an_error_leaves_the_last_good_site_whole(site: Path) -> None:
    wanted = made(site)
    write(site, {ITEM: BROKEN})
    report = run(site, clean=True)
    assert has_errors(report.problems)
    assert (report.written, report.removed) == (0, 0)
    assert tree(site / "public") == wanted
    write(site, SITE)
    assert made(site) == wanted


@pytest.mark.slow
@pytest.mark.parametrize("there", [True, False])
def test_a_first_build_with_an_error_leaves_no_trace_in_the_output(site: Path, *, there: bool) -> None:
    if there:
        (site / "public").mkdir()
    for files in ({ITEM: BROKEN}, {**SITE, "templates/item.html": "{{ page.nothing }}"}):
        write(site, files)
        assert has_errors(run(site).problems)
        assert (site / "public").exists() == there
        assert not there or not list((site / "public").iterdir())
    write(site, {"templates/item.html": "x"})
    assert "news/2024/visit/index.html" in made(site)
    assert (site / "public" / output.MARKER).read_text("utf-8") == output.MARKER_TEXT


@pytest.mark.slow
def test_who_waited_for_a_build_that_left_no_trace_marks_the_folder_anew(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[bool] = []

    def wait(_: object, folder: Path, __: object) -> None:
        waits.append((folder / output.MARKER).is_file())
        if len(waits) == 1:
            output.remove_marker(folder, folder=True)

    monkeypatch.setattr(output, "wait_for_lock", wait)
    assert made(site)
    assert waits == [True, True]
    assert (site / "public" / output.MARKER).read_text("utf-8") == output.MARKER_TEXT


@pytest.mark.slow
def test_a_second_build_is_refused_and_names_the_holder(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = made(site)
    monkeypatch.setattr(output, "LOCK_TIMEOUT", 0.1)
    command = [sys.executable, "-c", HOLD, str(site)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(CommandError) as refused:
            run(site)
        assert refused.value.status == 3
        assert dict(refused.value.values)["number"] == str(holder.pid)
        holder.communicate()
    assert made(site) == wanted


@pytest.mark.slow
def test_the_lock_of_a_process_that_was_killed_is_free(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(output, "LOCK_TIMEOUT", 0.0)
    command = [sys.executable, "-c", HOLD, str(site)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        holder.kill()
        holder.wait()
    assert made(site)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(
    ("template", "line", "column", "why"),
    [
        ("one\ntwo {{ page.nothing }}", 2, 13, "nothing"),
        ("one\n\n{% include 'none.html' %}", 3, 1, "none.html"),
        ("one\n\n\n{% if %}", 4, 1, ""),
        ("one\n{{ 1 / 0 }}", 2, 1, "zero"),
    ],
)
def test_a_template_error_names_template_line_and_page(
    site: Path, template: str, line: int, column: int, why: str
) -> None:
    wanted = made(site)
    write(site, {"templates/item.html": template, ITEM: article("title: Another")})
    report = run(site)
    found = next(p for p in report.problems if p.rule == "template")
    assert (found.severity, found.path, found.line, found.column) == ("error", "templates/item.html", line, column)
    assert found.source == template.split("\n")[line - 1]
    assert why in str(found.values)
    if template.count("{{"):
        assert dict(found.values)["page"] == "news/2024/visit/index.html"
    assert (report.written, report.removed) == (0, 0)
    assert tree(site / "public") == wanted


@pytest.mark.slow
def test_a_failed_build_leaves_no_file_open(site: Path) -> None:
    write(site, {"templates/item.html": "{{ page.nothing }}"})
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        run(site)
        gc.collect()
    assert [str(each.message) for each in caught] == []


@pytest.mark.slow
def test_links_planted_in_the_output_are_not_followed(site: Path) -> None:
    wanted = made(site)
    far = write(site.parent / "far", {"index.html": "far", "deep/index.html": "far"})
    public = site / "public"
    (public / "index.html").unlink()
    (public / "index.html").symlink_to(far / "index.html")
    (public / "more").symlink_to(far)
    for file in (public / "news/2024/visit/index.html", public / "news/2024/index.html"):
        file.unlink()
    (public / "news/2024/visit").rmdir()
    (public / "news/2024/visit").symlink_to(far / "deep")
    (public / "news/2024/index.html").symlink_to(far / "nothing")
    assert made(site) == wanted
    assert tree(far) == {"index.html": b"far", "deep/index.html": b"far"}
    assert not any(path.is_symlink() for path in public.rglob("*"))


STATES = [
    {"content/static/old": "a file"},
    {"content/static/old/within.txt": "below a folder"},
    {ITEM: article("title: Visit\naliases: /old/")},
    {ITEM: article("title: Visit\naliases: /old/older/")},
    {"content/old.md": article("title: Old")},
]


@pytest.mark.slow
@pytest.mark.parametrize("later", STATES)
@pytest.mark.parametrize("first", STATES)
def test_file_and_folder_change_places(site: Path, first: dict[str, str], later: dict[str, str]) -> None:
    write(site, first)
    made(site)
    for path in first:
        (site / path).unlink()
    if (site / "content/static/old").is_dir():
        (site / "content/static/old").rmdir()
    write(site, SITE | later)
    bit_by_bit = made(site)
    assert bit_by_bit == made(site, clean=True)
    assert any(path.startswith("old") for path in bit_by_bit)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("how", ["killed", "planted"])
def test_an_empty_folder_does_not_stand_in_the_way_of_a_file(site: Path, how: str) -> None:
    write(site, {"content/static/old/within.txt": "below a folder"} if how == "killed" else {})
    made(site)
    if how == "killed":
        (site / "content/static/old/within.txt").unlink()
        (site / "content/static/old").rmdir()
        kill_at_rmdir(site)
    else:
        (site / "public/old/deep").mkdir(parents=True)
    write(site, {"content/static/old": "a file"})
    assert made(site)["old"] == b"a file"


def kill_at_rmdir(site: Path) -> None:
    """Let a build die after it removed a file and before it removed the folder."""

    def dying(folder: Path) -> None:
        raise Killed(folder)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "rmdir", dying)
        with pytest.raises(Killed):
            run(site)
    assert not any((site / "public/old").iterdir())


@pytest.mark.slow
def test_only_folders_that_were_written_are_looked_into(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All others still have the time that they were looked at with; a stranger in any of them is found nevertheless."""

    def look_into(*_: object) -> bool:
        pytest.fail("the whole output was looked through")

    for text in ("One.\n", "Two.\n", "Three.\n"):
        with monkeypatch.context() as patch:
            if text != "One.\n":
                patch.setattr(present, "scan_folder", look_into)
            write(site, {"content/about.md": article("title: About", text)})
            run(site)
    write(site, {"public/news/stranger.txt": "?"})
    assert "news/stranger.txt" not in made(site)
