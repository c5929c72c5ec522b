"""Builds of one process, which keeps what it knows: after any edits they come to what a clean build makes."""

import shutil
import sqlite3
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from site_builder.building.build import build
from site_builder.building.session import BuildSession, Options
from site_builder.building.survey import SitePlan, update_plan
from site_builder.problem import has_errors
from tests.sites import SITE_TOML, article, picture, tree, write

pytestmark = pytest.mark.slow

NOW = 1_800_000_000.0
ITEMS = {f"content/news/2024-0{n}-0{n}-item-{n}.md": n for n in range(1, 6)}
BODIES = (
    "It rained.\n",
    "It snowed.\n\n## What was seen\n\nSnow.\n",
    "See [the other](2024-02-02-item-2.md), and [that](https://example.org/).\n",
    "# High\n\nWords *and* more.\n",
    "It rained.\n\n![The map](/map.png)\n",
)
HEADS = (
    "title: Plain\ncommunities: East",
    "title: Plain\ncommunities: East\nauthor: Anna",
    "title: Other\ncommunities: East, West",
    "title: Plain\ncommunities: East\ndraft: yes",
    "title: Plain\nevents: [{date: 2024-05-01, title: Fair}]",
    "title: Plain\nrelated: 2024-01-01-item-1.md",
    "title: Plain\nupdated: 2031-01-01\ncorrections: [{date: 2031-01-02, note: Wrong sum}]",
    "title: Plain\nupdated: 2031-01-01\ncorrections: [{date: 2031-01-02, note: Right sum}]",
    "title: Plain\nupdated: 2031-01-01\nreviewers: [{name: Ann, date: 2030-12-31}]",
)
LATER = len(HEADS) - 3
Step = tuple[str, int, int]
STEPS = st.lists(
    st.tuples(st.sampled_from(sorted(ITEMS)), st.integers(-1, len(HEADS) - 1), st.integers(0, len(BODIES) - 1)),
    min_size=1,
    max_size=8,
)


def options(site: Path, output: str, touched: frozenset[str] | None = None) -> Options:
    return Options(site=site, output=site / output, now=NOW, drafts=True, scheduled=True, touched=touched)


def start(site: Path, side: int = 20) -> BuildSession:
    names: dict[str, str | bytes] = {"content/communities.toml": '[east]\nname = "East"\n[west]\nname = "West"\n'}
    names["content/static/map.png"] = picture(1, side)
    write(site, {"content/site.toml": SITE_TOML, **names, **{path: article(HEADS[0], BODIES[0]) for path in ITEMS}})
    memory = BuildSession()
    assert not has_errors(build(options(site, "kept"), session=memory).problems)
    return memory


def test_a_resident_session_writes_down_what_it_keeps_when_it_is_told_to(tmp_path: Path) -> None:
    """Until then it counts for that process alone; a process that ended before has lost time and nothing else."""
    site, path = tmp_path / "site", next(iter(ITEMS))
    start(site).reset()
    session = BuildSession(resident=True)
    build(options(site, "kept"), session=session)
    session.save()
    before = {file: file.read_bytes() for file in (site / ".bulletin").rglob("*") if file.name in {"items", "plan"}}
    assert len(before) == 2
    write(site, {path: article("title: Other", BODIES[1])})
    assert build(options(site, "kept", frozenset([path])), session=session).written
    assert {file: file.read_bytes() for file in before} == before
    later = build(options(site, "kept"))
    assert (later.parsed, later.written, later.removed) == (1, 0, 0)
    assert not has_errors(later.problems)
    assert tree(site / "kept") == tree(built_anew(site, tmp_path))
    session.save()
    assert not any(file.read_bytes() == data for file, data in before.items())


def built_anew(site: Path, folder: Path) -> Path:
    """Build a copy of the sources as if for the first time; give the output folder."""
    copy = folder / "anew"
    shutil.copytree(site / "content", copy / "content")
    build(options(copy, "kept"))
    return copy / "kept"


def last_plan(memory: BuildSession) -> SitePlan:
    (plan,) = memory.plans.values()
    return plan


def follow(site: Path, memory: BuildSession, steps: Sequence[Step]) -> None:
    for path, head, body in steps:
        if head < 0:
            (site / path).unlink(missing_ok=True)
        else:
            write(site, {path: article(HEADS[head], BODIES[body])})
        report = build(options(site, "kept", frozenset([path])), session=memory)
        shutil.rmtree(site / "clean", ignore_errors=True)
        clean = build(replace(options(site, "clean"), clean=True))
        assert report.problems == clean.problems
        if not has_errors(clean.problems):
            assert tree(site / "kept") == tree(site / "clean")


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(STEPS)
def test_what_is_kept_changes_nothing(steps: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        follow(Path(folder), start(Path(folder)), steps)


def test_a_file_beside_the_settings_counts_as_soon_as_they_name_it(tmp_path: Path) -> None:
    """And as a stray file again once they do not."""
    site = tmp_path / "site"
    memory = start(site)
    for n, end in enumerate(("", '[theme]\nfavicon = "mark.png"\n', "")):
        write(site, {"content/mark.png": picture(200, 512), "content/site.toml": SITE_TOML + end})
        report = build(options(site, "kept", frozenset(["content/site.toml"])), session=memory)
        assert [each.path for each in report.problems] == ([] if end else ["content/mark.png"])
        assert tree(site / "kept") == tree(built_anew(site, tmp_path / str(n)))


def test_a_text_is_exchanged_without_what_is_dated_for_later(tmp_path: Path) -> None:
    memory, path = start(tmp_path), next(iter(ITEMS))
    for head, body in ((LATER, 0), (LATER, 1), (LATER + 1, 1), (LATER, 3), (LATER + 2, 3), (LATER + 2, 4)):
        follow(tmp_path, memory, [(path, head, body)])
        assert last_plan(memory).site.value.next_change == (1924876800 if head == LATER + 2 else 1924963200)
        assert not [
            name for name, data in tree(tmp_path / "kept").items() if b"Wrong sum" in data or b"Right sum" in data
        ]


def test_only_a_text_spares_the_plan(tmp_path: Path) -> None:
    """So that the test above is about something: a text is exchanged, and what shows elsewhere is not."""
    memory = start(tmp_path)
    path = next(iter(ITEMS))
    exchanged = []
    for head, body in ((0, 1), (0, 0), (0, 3), (1, 3), (2, 3), (4, 3)):
        before = last_plan(memory)
        write(tmp_path, {path: article(HEADS[head], BODIES[body])})
        build(options(tmp_path, "kept", frozenset([path])), session=memory)
        now = last_plan(memory)
        exchanged.append(update_plan(before, now.settings, now.items, before.site.value.at) is not None)
    assert exchanged == [False, False, False, True, False, False]


def test_what_was_touched_before_a_build_that_came_to_nothing_is_not_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = start(tmp_path)
    path, other = sorted(ITEMS)[:2]
    write(tmp_path, {path: article(HEADS[0], "The first edit.\n")})
    with monkeypatch.context() as patch:
        patch.setattr("site_builder.building.steps.read_theme", failing)
        with pytest.raises(OSError, match="no place"):
            build(options(tmp_path, "kept", frozenset([path])), session=memory)
    follow(tmp_path, memory, [(other, 0, 1)])


def test_an_edit_that_another_output_was_built_with_is_seen(tmp_path: Path) -> None:
    """So the desk's comparison is built: from what it knew last, with nothing touched but by the preview's builds."""
    memory, path = start(tmp_path), min(ITEMS)
    build(options(tmp_path, "other"), session=memory)
    write(tmp_path, {path: article(HEADS[0], "Another text.\n")})
    build(options(tmp_path, "kept", frozenset([path])), session=memory)
    report = build(options(tmp_path, "other", frozenset()), session=memory)
    assert report.parsed == 0  # it was parsed for the other output
    assert tree(tmp_path / "other") == tree(tmp_path / "kept")


def failing(*_: object) -> None:
    raise OSError("no place")


def test_variants_of_a_picture_come_and_go_with_the_text_that_shows_it(tmp_path: Path) -> None:
    memory = start(tmp_path, 200)
    path = next(iter(ITEMS))
    follow(tmp_path, memory, [(path, 0, 4)])
    assert len(list(tmp_path.glob("kept/assets/pictures/map-200.*"))) == 2
    follow(tmp_path, memory, [(path, 0, 0), (path, 0, 4)])


def test_a_lost_body_is_made_again_and_kept(tmp_path: Path) -> None:
    memory = start(tmp_path)
    database = sqlite3.connect(tmp_path / ".bulletin/cache/fragments.sqlite")
    with database:
        database.execute("DELETE FROM fragments")
    database.close()
    write(tmp_path, {"templates/item.html": "{{ page.body|safe }}!"})
    build(options(tmp_path, "kept", frozenset(["templates/item.html"])), session=memory)
    path = next(iter(ITEMS))
    write(tmp_path, {path: article(HEADS[0], "Now this.\n")})
    report = build(options(tmp_path, "kept", frozenset([path])), session=memory)
    assert (report.parsed, (tmp_path / "kept/news/2024/item-1/index.html").read_text()) == (1, "<p>Now this.</p>!")
