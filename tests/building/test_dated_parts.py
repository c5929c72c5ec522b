"""What is dated for later inside a public item is in no file before its day, and in the files it belongs to after."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest

from tests.publishing.servers import command
from tests.sites import SITE_TOML, article, dump_theme, themed, tree, write

EVENT = "events:\n  - date: 2024-06-30\n    title: Market\n"
FILES = {
    "content/site.toml": SITE_TOML,
    "content/news/2024-05-01-sum.md": article(
        f"title: Sum\n{EVENT}corrections:\n  - date: 2024-05-20\n    note: Earlier slip\n"
        "  - date: 2031-03-03\n    note: Wrongsum"
    ),
    "content/news/2024-05-02-road.md": article(f"title: Road\nupdated: 2031-04-04\n{EVENT.replace('Market', 'Walk')}"),
    "content/news/2024-05-03-form.md": article("title: Form\nwithdrawn:\n  date: 2031-05-05\n  reason: Voidform"),
    "content/news/2024-05-04-read.md": article(
        "title: Read\nreviewers:\n  - name: Ann\n    date: 2024-05-03\n  - name: Lateann\n    date: 2031-02-02"
    ),
    "content/notices/2024-05-05-all.md": article(
        "title: All\nupdated: 2031-04-04\nreviewers:\n  - name: Lateann\n    date: 2031-02-02\n"
        "corrections:\n  - date: 2031-03-03\n    note: Wrongsum\nwithdrawn:\n  date: 2031-05-05\n  reason: Voidform"
    ),
    "content/notices/2024-05-05-all.zh.md": article(
        "title: 全\ncorrections:\n  - date: 2031-03-03\n    note: 错数字\n", "第一段。\n"
    ),
    "content/about.md": article("title: About\nupdated: 2031-04-04"),
}
# Each day with what is not known before it.
DAYS = {"2031-02-02": ("Lateann",), "2031-03-03": ("Wrongsum", "错数字"), "2031-04-04": (), "2031-05-05": ("Voidform",)}
CORRECTED = {
    *("news/2024/sum/index.html", "print/2024/05/index.html", "changes/index.html", "changes/2031/index.html"),
    *("feed.xml", "news/feed.xml", "zh/feed.xml", "zh/news/feed.xml", "zh/print/2024/05/index.html"),
}


@pytest.fixture
def town(tmp_path: Path) -> Path:
    return write(tmp_path / "site", FILES)


@pytest.fixture(params=["usual", "telling"])
def theme(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Build with the theme as it is, and with one that shows all that a template is given."""
    if request.param == "usual":
        yield request.param
    else:
        with themed(dump_theme(tmp_path / "theme")):
            yield request.param


def built(site: Path, at: str) -> tuple[dict[str, bytes], dict[str, int]]:
    """Build a site; give its output and what the build had to do."""
    result = command("build", site, "--at", at, "--jobs", "1", "--report", "json")
    assert result.exit_code == 0, result.output
    return tree(site / "public"), json.loads(result.stdout)


def built_anew(site: Path, at: str, beside: Path) -> dict[str, bytes]:
    copytree(site, beside, ignore=ignore_patterns("public", ".bulletin"))
    return built(beside, at)[0]


def traces(output: dict[str, bytes], day: str, words: tuple[str, ...]) -> list[str]:
    """Name the files in which the words of a day stand, or the day itself in any form."""
    year, month, number = day.split("-")
    plain, name = f"{int(month)}月{int(number)}日", ("", "January", "February", "March", "April", "May")[int(month)]
    forms = (day, f"{year}年{plain}", f"{int(number)} {name} {year}", f"{name} {int(number)}, {year}")
    sought = "|".join(map(re.escape, (*forms, *words)))
    digits = rf"(?<![0-9a-f]){year}{month}{number}(?![0-9a-f])"
    return [path for path, data in output.items() if re.search(f"{sought}|{digits}", data.decode("utf-8", "replace"))]


@pytest.mark.slow
@pytest.mark.usefixtures("theme")
def test_nothing_of_a_later_day_is_in_any_file_before_it(town: Path) -> None:
    before = ("2024-06-15", *(f"{day} 00:00" for day in list(DAYS)[:-1]))
    for at, day in zip(before, DAYS, strict=True):
        output, _ = built(town, at)
        later = [(each, more) for each, more in DAYS.items() if each >= day]
        assert [(each, traces(output, each, more)) for each, more in later] == [(each, []) for each, _ in later]
    output, _ = built(town, "2031-05-05")
    assert all(traces(output, day, words) for day, words in DAYS.items())


@pytest.mark.slow
def test_what_has_come_stands_everywhere_that_it_belongs(town: Path) -> None:
    output, _ = built(town, "2031-03-03")
    assert set(traces(output, "2031-03-03", ("Wrongsum",))) >= CORRECTED
    assert b"<lastmod>2031-03-03</lastmod>" in output["sitemap-2024.xml"]
    assert b"Earlier slip" in output["news/2024/sum/index.html"]
    assert b"Voidform" not in b"".join(output.values())
    output, _ = built(town, "2031-04-04")
    page = output["news/2024/road/index.html"].decode()
    assert '"dateModified":"2031-04-04"' in page.replace(": ", ":")
    assert b"<updated>2031-04-04T00:00:00+08:00</updated>" in output["feed.xml"]
    assert b"DTSTAMP:20310403T160000Z" in output["events.ics"]
    assert traces(output, "2031-04-04", ()).count("about/index.html") == 1
    output, _ = built(town, "2031-05-05")
    assert b"Voidform" in output["news/2024/form/index.html"]
    assert b"A first paragraph" not in output["news/2024/form/index.html"]
    assert b">Form<" not in output["news/index.html"]


@pytest.mark.slow
@pytest.mark.usefixtures("theme")
def test_a_build_across_the_days_is_as_one_made_anew(town: Path, tmp_path: Path) -> None:
    built(town, "2024-06-15")
    for day in DAYS:
        for at in (day, f"{day} 12:00"):
            bit_by_bit, report = built(town, at)
            assert bit_by_bit == built_anew(town, at, tmp_path / at)
            assert bool(report["rendered"]) == (at == day)


@pytest.mark.slow
def test_a_change_of_what_is_not_known_yet_makes_no_page(town: Path) -> None:
    built(town, "2024-06-15")
    for path in ("content/news/2024-05-01-sum.md", "content/notices/2024-05-05-all.md"):
        file = town / path
        file.write_text(
            file.read_text("utf-8").replace("2031-03-03", "2031-03-04").replace("Wrongsum", "Other"), "utf-8"
        )
    _, report = built(town, "2024-06-15")
    assert (report["parsed"], report["rendered"], report["written"]) == (3, 0, 0)


@pytest.mark.slow
def test_the_day_of_what_is_not_known_yet_may_be_moved(town: Path, tmp_path: Path) -> None:
    built(town, "2024-06-15")
    file = town / "content/news/2024-05-01-sum.md"
    file.write_text(file.read_text("utf-8").replace("2031-03-03", "2024-06-14"), "utf-8")
    output, _ = built(town, "2024-06-15")
    assert b"Wrongsum" in output["news/2024/sum/index.html"]
    assert output == built_anew(town, "2024-06-15", tmp_path / "anew")


def test_checks_read_what_is_written(town: Path) -> None:
    file = town / "content/news/2024-05-01-sum.md"
    file.write_text(file.read_text("utf-8").replace("Wrongsum", "Call 13812345678"), "utf-8")
    result = command("check", town, "--at", "2024-06-15", "--lang", "en")
    assert result.exit_code == 1
    assert "personal-data" in result.output
