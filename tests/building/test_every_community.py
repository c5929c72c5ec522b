"""What concerns all communities stands on the pages of each, also of one that is registered later."""

from pathlib import Path

import pytest

from tests.sites import SITE_TOML, article, made, write

EAST, WEST = '[east]\nname = {en = "East", zh = "东村"}\n', '[west]\nname = {en = "West", zh = "西村"}\n'
FILES: dict[str, str | bytes] = {
    "content/site.toml": SITE_TOML,
    "content/communities.toml": EAST,
    "content/news/2024-05-01-item.md": article(
        "title: For everyone\ncommunities: all\ncommitments:\n  - {id: a, text: Mended by June}"
    ),
    "content/notices/2024-05-02-huodong.zh.md": article(
        "标题: 全镇大会\n社区: [东村]\n活动:\n  - 日期: 2024-06-20\n    标题: 大会\n    社区: 全部"
    ),
    "content/news/2024-05-03-own.md": article("title: East alone\ncommunities: east"),
}


@pytest.mark.slow
def test_a_community_that_is_registered_later_has_it_too(tmp_path: Path) -> None:
    first = made(write(tmp_path / "site", FILES))
    assert "communities/west/index.html" not in first
    later = {**FILES, "content/communities.toml": EAST + WEST}
    output = made(write(tmp_path / "site", later))
    assert output == made(write(tmp_path / "clean", later))
    for path in ("communities/west/index.html", "communities/west/2024/index.html", "communities/west/feed.xml"):
        for language in ("", "zh/"):
            text = output[f"{language}{path}"].decode()
            assert "For everyone" in text, path
            assert "全镇大会" in text, path
            assert "East alone" not in text, path
    assert "大会" in output["communities/west/events.ics"].decode()
    assert "Mended by June" in output["commitments/west/index.html"].decode()
    assert '<a href="/communities/west/">West</a>' in output["news/2024/item/index.html"].decode()
    search = [data for path, data in output.items() if path.startswith("assets/search/2024-")]
    assert any(b"\n=west/communities\t" in data for data in search)


def test_the_whole_township_is_said_in_two_words_and_more_than_six_places_unfold(tmp_path: Path) -> None:
    names = ["a", "b", "c", "d", "e", "f", "g", "h"]
    files: dict[str, str | bytes] = {
        "content/site.toml": SITE_TOML,
        "content/communities.toml": "".join(f'[{each}]\nname = "Place {each}"\n' for each in names),
        "content/news/2024-05-01-all.md": article("title: For all\ncommunities: all"),
        "content/news/2024-05-02-named.md": article(f"title: Named\ncommunities: [{', '.join(names)}]"),
        "content/news/2024-05-03-seven.md": article(f"title: Seven\ncommunities: [{', '.join(names[1:])}]"),
        "content/news/2024-05-04-six.md": article(f"title: Six\ncommunities: [{', '.join(names[2:])}]"),
    }
    output = {path: data.decode() for path, data in made(write(tmp_path, files)).items() if path.endswith(".html")}
    shown = {
        each: output[f"news/2024/{each}/index.html"].partition("<h1")[2] for each in ("all", "named", "seven", "six")
    }
    for name in ("all", "named"):
        before, opened, after = shown[name].partition("<details")
        assert opened
        assert "/communities/" not in before
        assert "<summary>Whole township</summary>" in after
        assert '<a href="/communities/h/">Place h</a>' in after
    before, _, after = shown["seven"].partition('<details class="rest"')
    assert [before.count("/communities/"), after.partition("</details>")[0].count("/communities/")] == [3, 4]
    assert "<summary>and 4 more</summary>" in after
    assert '<details class="rest"' not in shown["six"]
    assert output["news/index.html"].count("<span>Whole township</span>") == 2
    assert "全乡镇" in output["zh/news/index.html"]
    assert "Place" not in output["print/2024/05/index.html"].partition("Named")[2].partition("</p>")[0]
