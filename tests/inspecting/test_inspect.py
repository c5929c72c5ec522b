"""What an inspection finds, from which day on, and which day it names: the day before it is not red, on it it is."""

import io
import json
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from site_builder.cli.commands import main
from site_builder.config import list_profiles, read_profile
from site_builder.rules import RULES
from tests.sites import PLAIN_TOML, article, write

CHINESE = PLAIN_TOML + "".join(
    f'[[columns]]\nid = "{id_}"\nkind = "{id_}"\n' for id_ in ("news", "notices", "policies")
)


class Said(NamedTuple):
    """What a command ended with and printed."""

    status: object
    stdout: str
    stderr: str


def command(*arguments: object) -> Said:
    with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err, pytest.raises(SystemExit) as end:
        main([str(each) for each in arguments])
    return Said(end.value.code, out.getvalue(), err.getvalue())


def inspected(site: Path, at: str) -> dict[str, Any]:
    result = command("inspect", site, "--at", at, "--format", "json", "--lang", "en")
    found: dict[str, Any] = json.loads(result.stdout)
    assert result.status == (0 if found["verdict"] == "passes" else 1)
    return found


def by_id(site: Path, at: str) -> dict[str, Any]:
    return {each["id"]: each for each in inspected(site, at)["indicators"]}


def site(folder: Path, items: Mapping[str, str], toml: str = CHINESE) -> Path:
    files = {f"content/{path}.md": article(f"title: T\n{head}") for path, head in items.items()}
    return write(folder, {"content/site.toml": toml, **files})


def turns(folder: Path, indicator: str, at: str) -> str | None:
    """Give the day on which an indicator turns red next, having looked at the site on that day and the one before."""
    told: str | None = by_id(folder, at)[indicator]["turns_red"]
    if told:
        before = (date.fromisoformat(told) - timedelta(days=1)).isoformat()
        assert by_id(folder, told)[indicator]["count"] > 0
        assert by_id(folder, told)[indicator]["count"] > by_id(folder, before)[indicator]["count"]
    return told


@pytest.mark.slow
def test_the_home_page_is_red_from_the_day_on_which_two_weeks_are_full(tmp_path: Path) -> None:
    folder = site(tmp_path, {"news/a": "date: 2024-06-01", "notices/b": "date: 2024-05-01"})
    assert turns(folder, "home", "2024-06-02") == "2024-06-15"
    found = by_id(folder, "2024-06-14")["home"]
    assert (found["state"], found["count"], found["threshold"]) == ("ok", 0, "14 days")
    found = by_id(folder, "2024-06-15")["home"]
    assert (found["state"], found["count"], found["turns_red"]) == ("red", 1, None)
    assert found["pages"][0]["newest"] == "2024-06-01"
    assert "red since 2024-06-15" in found["pages"][0]["note"]


def test_a_site_with_nothing_on_it_is_not_updated(tmp_path: Path) -> None:
    found = by_id(site(tmp_path, {"news/a": "date: 2024-06-10"}), "2024-06-02")
    assert (found["home"]["count"], found["news"]["count"], found["empty"]["count"]) == (1, 0, 3)
    assert found["home"]["turns_red"] == found["news"]["turns_red"] == "2024-06-24"


@pytest.mark.slow
def test_what_will_become_public_counts_from_its_day_on_and_drafts_never(tmp_path: Path) -> None:
    items = {"news/a": "date: 2024-06-01", "news/b": "date: 2024-06-10", "news/c": "date: 2024-07-20"}
    folder = site(tmp_path, items | {"news/d": "date: 2024-06-20\ndraft: true"})
    assert turns(folder, "news", "2024-06-02") == "2024-06-24"
    assert turns(folder, "news", "2024-06-25") == "2024-08-03"
    assert by_id(folder, "2024-07-19")["news"]["count"] == 1
    assert by_id(folder, "2024-07-20")["news"]["count"] == 0


@pytest.mark.slow
def test_what_expires_or_is_withdrawn_leaves_a_column_stale_or_empty(tmp_path: Path) -> None:
    folder = site(
        tmp_path,
        {
            "news/a": "date: 2024-05-01",
            "news/b": "date: 2024-06-10\nexpires: 2024-06-12",
            "notices/c": "date: 2024-06-10\nwithdrawn: {date: 2024-06-14, reason: x}",
        },
    )
    assert turns(folder, "news", "2024-06-11") == "2024-06-13"
    assert turns(folder, "empty", "2024-06-11") == "2024-06-14"
    assert [each["name"] for each in by_id(folder, "2024-06-14")["empty"]["pages"] if each["red"]] == [
        "notices",
        "policies",
    ]


@pytest.mark.slow
def test_notices_and_policies_have_six_months(tmp_path: Path) -> None:
    folder = site(tmp_path, {"notices/a": "date: 2024-01-31", "policies/b": "date: 2023-08-31"})
    assert turns(folder, "notices", "2024-02-01") == "2024-02-29"
    assert turns(folder, "notices", "2024-03-01") == "2024-07-31"
    assert by_id(folder, "2024-07-31")["notices"]["count"] == 2


def test_an_empty_column_counts_once(tmp_path: Path) -> None:
    found = by_id(site(tmp_path, {"news/a": "date: 2024-06-01"}), "2024-06-02")
    assert (found["notices"]["count"], found["empty"]["count"]) == (0, 2)


@pytest.mark.slow
def test_a_column_may_promise_more(tmp_path: Path) -> None:
    toml = PLAIN_TOML + '[[columns]]\nid = "news"\nfreshness = 7\n'
    folder = site(tmp_path, {"news/a": "date: 2024-06-01"}, toml)
    assert turns(folder, "promised", "2024-06-02") == "2024-06-08"
    assert by_id(folder, "2024-06-02")["news"]["state"] == "unchecked"


@pytest.mark.slow
def test_what_fails_alone(tmp_path: Path) -> None:
    folder = site(tmp_path, {"news/a": "date: 2024-06-01", "notices/b": "date: 2024-01-01"})
    assert inspected(folder, "2024-06-02")["verdict"] == "red"
    found = inspected(folder, "2024-06-20")
    assert found["verdict"] == "fails"
    assert [each["title"] for each in found["vetoes"] if each["fails"]] == ["Home page not updated"]
    ids = [f"c{n}" for n in range(5)]
    toml = PLAIN_TOML + "".join(f'[[columns]]\nid = "{each}"\nkind = "policy"\n' for each in ids)
    folder = site(tmp_path / "b", {f"{each}/a": "date: 2023-01-01" for each in ids} | {"x/a": "date: 2024-06-01"}, toml)
    assert [each["fails"] for each in inspected(folder, "2024-06-02")["vetoes"]] == [False, True, False, False]


def test_what_the_checks_found_is_counted_by_rule_with_page_and_line(tmp_path: Path) -> None:
    body = "title: T\ndate: 2024-06-01\n"
    files = {
        "content/site.toml": CHINESE,
        "content/news/a.md": article(body, "One.\n\n[x](none.md) and [y](gone.md)\n"),
        "content/news/b.md": article(body + "draft: true", "[x](none.md)\n"),
        "content/news/c.md": article(body),
    }
    found = inspected(write(tmp_path, files), "2024-06-02")
    links = {each["id"]: each for each in found["indicators"]}["links"]
    assert (links["state"], links["count"], found["errors"]) == ("red", 2, 2)
    assert links["pages"][0]["place"] == "content/news/a.md:7"
    assert "none.md" in links["pages"][0]["note"]


def test_what_is_not_checked_says_so(tmp_path: Path) -> None:
    toml = PLAIN_TOML + '[checks]\npersonal-data = "off"\n'
    found = by_id(site(tmp_path, {"news/a": "date: 2024-06-01"}, toml), "2024-06-02")
    for id_ in ("news", "notices", "outside", "personal-data"):
        assert found[id_]["state"] == "unchecked"
        assert found[id_]["reason"]
        assert found[id_]["turns_red"] is None


@pytest.mark.slow
def test_pages_need_their_tags(tmp_path: Path) -> None:
    folder = site(tmp_path, {"news/a": "date: 2024-06-01"})
    found = by_id(folder, "2024-06-02")["tags"]
    assert (found["count"], 'profile = "cn-gov"' in found["reason"]) == (8, True)
    write(folder, {"content/site.toml": 'profile = "cn-gov"\n' + CHINESE})
    tags = "".join(f'<meta name="{each["name"]}">' for each in found["pages"][1:])
    write(folder, {"templates/tags.html": tags})
    found = by_id(folder, "2024-06-02")["tags"]
    assert [each["name"] for each in found["pages"] if each["red"]] == ["SiteName"]


PARISH = (
    PLAIN_TOML
    + '[inspection]\nprofile = "uk-parish"\n'
    + "".join(
        f'[[columns]]\nid = "{id_}"\nkind = "{id_}"\n'
        for id_ in ("agendas", "minutes", "spending", "quarterly-spending")
    )
)


def meeting(day: str) -> str:
    return f"\nevents: [{{date: {day}, title: Council}}]"


@pytest.mark.slow
def test_an_agenda_needs_three_clear_days_and_a_sunday_is_none(tmp_path: Path) -> None:
    folder = site(
        tmp_path,
        {
            "agendas/a": "date: 2024-06-06" + meeting("2024-06-11"),  # Friday, Saturday, Monday
            "agendas/b": "date: 2024-06-07" + meeting("2024-06-11"),  # Saturday and Monday only
            "agendas/c": "date: 2024-06-01\ndraft: true" + meeting("2024-06-19"),
            "agendas/d": "date: 2022-06-07" + meeting("2022-06-08"),  # long ago
        },
        PARISH,
    )
    found = by_id(folder, "2024-06-09")["agendas"]
    assert [(each["place"], each["red"]) for each in found["pages"]] == [
        ("content/agendas/b.md", True),
        ("content/agendas/a.md", False),
        ("content/agendas/c.md", False),
    ]
    assert found["turns_red"] == "2024-06-15"
    assert turns(folder, "agendas", "2024-06-09") == "2024-06-15"


@pytest.mark.slow
def test_minutes_are_due_within_a_month(tmp_path: Path) -> None:
    items = {
        "agendas/a": "date: 2024-05-01" + meeting("2024-05-31"),
        "agendas/b": "date: 2024-05-01" + meeting("2024-06-10"),
        "agendas/c": "date: 2024-05-01" + meeting("2024-06-20"),
        "minutes/b": "date: 2024-07-02\nrelated: agendas/b",
        "minutes/c": "date: 2024-08-01" + meeting("2024-06-20"),
    }
    folder = site(tmp_path, items, PARISH)
    assert turns(folder, "minutes", "2024-06-25") == "2024-07-01"
    assert turns(folder, "minutes", "2024-07-02") == "2024-07-21"
    assert by_id(folder, "2024-08-01")["minutes"]["count"] == 1


@pytest.mark.slow
def test_spending_is_due_in_its_part_of_the_year(tmp_path: Path) -> None:
    items = {"spending/a": "date: 2024-05-20", "quarterly-spending/b": "date: 2024-04-20"}
    folder = site(tmp_path, items, PARISH)
    assert turns(folder, "spending", "2024-06-01") == "2025-07-02"
    assert turns(folder, "spending-500", "2024-06-01") == "2024-08-01"
    assert by_id(folder, "2024-03-01")["spending"]["count"] == 1
    write(folder, {"content/quarterly-spending/late.md": article("title: T\ndate: 2024-09-01")})
    assert by_id(folder, "2024-08-31")["spending-500"]["count"] == 1
    assert by_id(folder, "2024-09-01")["spending-500"]["count"] == 0


@pytest.mark.slow
def test_a_site_may_change_and_add_indicators(tmp_path: Path) -> None:
    own = """\
[[indicators]]
id = "home"
title = "Home page, more often"
check = "home"
days = 3
[[indicators]]
id = "council"
check = "columns"
kinds = ["news"]
months = 1
[[vetoes]]
title = "All"
of = ["home", "council"]
from = 2
"""
    folder = write(site(tmp_path, {"news/a": "date: 2024-06-01"}), {"content/inspection.toml": own})
    assert turns(folder, "home", "2024-06-02") == "2024-06-04"
    assert turns(folder, "council", "2024-06-02") == "2024-07-01"
    assert by_id(folder, "2024-06-02")["news"]["state"] == "ok"
    assert inspected(folder, "2024-06-20")["verdict"] == "red"
    assert inspected(folder, "2024-07-01")["verdict"] == "fails"
    assert "No problems found." in command("check", folder, "--lang", "en").stdout


@pytest.mark.slow
def test_mistakes_in_an_own_profile_are_said_at_their_lines(tmp_path: Path) -> None:
    own = '[[indicators]]\nid = "a"\ncheck = "colums"\nuncounted = ["funday"]\nwindows = ["07-01 to 04-01"]\nday = 3\n'
    folder = write(site(tmp_path, {}), {"content/inspection.toml": own})
    result = command("inspect", folder, "--lang", "en")
    assert result.status == 1
    places = [line.split(":")[1] for line in result.stderr.splitlines() if line.startswith("content/inspection.toml")]
    assert places == ["3", "4", "5", "6"]
    assert "did you mean columns?" in result.stderr
    folder = site(tmp_path / "b", {}, PLAIN_TOML + '[inspection]\nprofile = "cn-2018"\n')
    result = command("check", folder, "--lang", "en")
    assert 'there is no inspection profile "cn-2018"' in result.stdout
    assert "did you mean cn-2019?" in result.stdout


@pytest.mark.parametrize("name", list_profiles())
def test_the_profiles_that_come_along_are_sound(tmp_path: Path, name: str) -> None:
    found = read_profile(tmp_path, name)
    assert found.problems == ()
    ids = [each.id for each in found.value.indicators]
    assert len(set(ids)) == len(ids) >= 9
    titles = [each.title for each in found.value.indicators] + [each.title for each in found.value.vetoes]
    assert all({"en", "zh"} <= dict(each).keys() for each in titles)
    assert {id_ for veto in found.value.vetoes for id_ in veto.of} <= set(ids)
    assert "personal-data" in RULES


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_report_for_the_person_in_charge(tmp_path: Path, lang: str) -> None:
    toml = CHINESE.replace('title = "Ferry"', 'title = "Ferry & <b>"')
    folder = site(tmp_path / "site", {"news/a": "date: 2024-06-01"}, toml)
    file = tmp_path / "report.html"
    result = command("inspect", folder, "--at", "2024-06-05", "--lang", lang, "--output", file)
    assert result.status == 1
    page = file.read_text("utf-8")
    assert "Ferry &amp; &lt;b&gt;" in page
    assert {"en": "Inspection report", "zh": "检查报告"}[lang] in page
    assert {"en": "June 15, 2024", "zh": "2024年6月15日"}[lang] in page
    assert not any(each in page for each in ("<script", "<link", "url(", "@import", "<img"))
    same = command("inspect", folder, "--at", "2024-06-05", "--lang", lang, "--format", "html").stdout
    assert same == page


def test_a_site_without_settings_and_a_folder_without_site(tmp_path: Path) -> None:
    assert command("inspect", tmp_path).status == 2
    (tmp_path / "content").mkdir()
    result = command("inspect", tmp_path, "--lang", "en")
    assert (result.status, "there is no content/site.toml" in result.stderr) == (1, True)
