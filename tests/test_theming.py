"""Every recipe of docs/theming.md comes to what it promises, by the command line; a recipe more needs a line here."""

from collections.abc import Callable
from pathlib import Path

import pytest

from site_builder.cli.commands import main
from tests.recipes import read_recipes
from tests.sites import PLAIN_TOML, Files, article, picture, write

pytestmark = pytest.mark.slow

SITE: Files = {
    "content/site.toml": PLAIN_TOML,
    "content/about.md": article("title: About"),
    "content/news/2024-01-02-visit.md": article("title: Visit"),
}
# What a recipe takes for granted beside the files that it has one write.
TAKEN_FOR_GRANTED: dict[str, Files] = {
    "A footer with codes": {"templates/static/wechat.png": picture(1)},
}
Pages = Callable[[str], str]


def has_a_notice(read: Pages) -> None:
    for page in ("index.html", "about/index.html", "news/2024/visit/index.html"):
        above, _, below = read(page).partition("The ferry does not run on Sunday.")
        assert "site:main" in above
        assert "<header" not in above.replace('<header class="opening"', "")
        assert "<header" in below


def has_codes(read: Pages) -> None:
    for page in ("index.html", "about/index.html"):
        foot = read(page).partition("<footer")[2].partition("</footer>")[0]
        assert "/topics/" in foot
        assert "Registered under number 2024-117" in foot
        assert '<img src="/assets/wechat.' in foot


def has_office_hours(read: Pages) -> None:
    main = read("news/2024/visit/index.html").partition("<main")[2].partition("</main>")[0]
    assert main.index("<h1") < main.index("The office is open on weekdays")
    assert "The office is open" not in read("about/index.html")


PROMISED: dict[str, Callable[[Pages], None]] = {
    "The idea": has_a_notice,
    "A footer with codes": has_codes,
    "A page of one kind otherwise": has_office_hours,
}


def test_every_recipe_has_its_promise() -> None:
    assert list(read_recipes()) == list(PROMISED)


@pytest.mark.parametrize("heading", PROMISED)
def test_recipe(heading: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = write(tmp_path, {**SITE, **TAKEN_FOR_GRANTED.get(heading, {}), **read_recipes()[heading]})
    for command in (("check", "--strict"), ("build", "--jobs", "1", "--strict")):
        with pytest.raises(SystemExit) as ended:
            main([command[0], str(site), *command[1:]])
        assert (ended.value.code, capsys.readouterr().err) == (0, "")
    PROMISED[heading](lambda page: (site / "public" / page).read_text("utf-8"))
