"""A new government site is built and previewed before its codes are given; published only with all of them."""

from pathlib import Path

import pytest

from tests.publishing.servers import command
from tests.sites import article, write

pytestmark = pytest.mark.slow

CODES = {
    "id_code": "1101059999",
    "sponsor": "柳渡乡人民政府",
    "contact": "010-00000000",
    "icp": "京ICP备12345678号-1",
    "public_security": "京公网安备 11010502000001号",
    "sign": "https://bszs.example.org/sign?id=1",
}
AT = "2026-01-01"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    assert command("init", tmp_path / "town", "--profile", "cn-gov").exit_code == 0
    with (tmp_path / "town/content/site.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[publish.live]\nto = "file://{tmp_path / "www"}"\n')
    return tmp_path / "town"


def give(site: Path, codes: dict[str, str]) -> None:
    file = site / "content/site.toml"
    text = file.read_text("utf-8")
    for name, code in codes.items():
        assert f'\n{name} = ""' in text
        text = text.replace(f'\n{name} = ""', f'\n{name} = "{code}"')
    file.write_text(text, "utf-8")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_new_site_is_built_and_checked_at_once(tmp_path: Path, language: str) -> None:
    site = tmp_path / "town"
    assert command("init", site, "--profile", "cn-gov", "--lang", language).exit_code == 0
    built = command("build", site, "--jobs", "1", "--at", AT, "--lang", "en")
    checked = command("check", site, "--at", AT, "--lang", "en")
    assert (built.exit_code, checked.exit_code) == (0, 0)
    assert [name for name in CODES if f"a government site has to say its {name}" in checked.output] == list(CODES)
    assert checked.output.count("warning: a government site") == len(CODES)
    assert command("check", site, "--at", AT, "--strict").exit_code == 1


def test_what_is_not_given_stands_nowhere(site: Path) -> None:
    give(site, {"icp": CODES["icp"]})
    write(site, {"content/news/2025-03-03-a.md": article("title: A\ndate: 2025-03-03")})
    assert command("build", site, "--jobs", "1", "--at", AT).exit_code == 0
    for path in ("index.html", "news/2025/a/index.html", "news/index.html"):
        page = (site / "public" / path).read_text("utf-8")
        assert CODES["icp"] in page
        assert '<meta name="SiteName"' in page
        assert not [line for line in page.splitlines() if 'content=""' in line or "<dd></dd>" in line]
        assert not [each for each in ("SiteIDCode", "ContentSource", "Report an error", 'href=""') if each in page]


def test_it_is_published_with_all_codes_alone(site: Path) -> None:
    for name in CODES:
        give(site, {each: code for each, code in CODES.items() if each != name})
        refused = command("publish", "--site", site, "--at", AT, "--lang", "en")
        assert refused.exit_code == 1
        assert f"error: a government site has to say its {name}" in refused.stderr
        assert not (site.parent / "www/current").exists()
        file = site / "content/site.toml"
        for each, code in CODES.items():
            file.write_text(file.read_text("utf-8").replace(f'\n{each} = "{code}"', f'\n{each} = ""'), "utf-8")
    give(site, CODES)
    assert command("publish", "--site", site, "--at", AT).exit_code == 0
    assert (site.parent / "www/current/index.html").exists()


def test_what_only_looks_like_a_code_is_an_error_at_once(site: Path) -> None:
    give(site, {"id_code": "null"})
    assert command("check", site, "--at", AT).exit_code == 1


def test_takedown_and_rollback_need_no_code(site: Path) -> None:
    give(site, CODES)
    for name in ("a", "b"):
        write(site, {f"content/news/2025-03-03-{name}.md": article(f"title: {name}\ndate: 2025-03-03")})
        assert command("publish", "--site", site, "--at", AT).exit_code == 0
    file = site / "content/site.toml"
    file.write_text(file.read_text("utf-8").replace(CODES["icp"], ""), "utf-8")
    assert command("publish", "--site", site, "--at", AT).exit_code == 1
    assert command("rollback", "--site", site, "--at", AT).exit_code == 0
    assert not (site.parent / "www/current/news/2025/b").exists()
    assert command("takedown", "/news/2025/a/", "--reason", "x", "--site", site, "--at", AT).exit_code == 0
    assert not (site.parent / "www/current/news/2025/a").exists()


def test_a_staging_copy_and_the_configuration_of_a_server_need_no_code(site: Path) -> None:
    file, there = site / "content/site.toml", site.parent / "staging"
    copy = f'[publish.staging]\nstaging = true\nbase_url = "https://try.example.org/"\nto = "file://{there}"\n'
    file.write_text(file.read_text("utf-8") + copy, "utf-8")
    assert command("publish", "staging", "--site", site, "--at", AT).exit_code == 0
    assert (there / "current/index.html").exists()
    assert command("publish", "live", "--site", site, "--at", AT).exit_code == 1
    for name in ("live", "staging"):
        assert command("serverconfig", "nginx", "--site", site, "--at", AT, "--target", name).exit_code == 0
