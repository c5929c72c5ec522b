"""The home page by column, with one large item and pictures in lists, as site.toml asks for it."""

from pathlib import Path

import pytest

from tests.sites import SITE_TOML, Page, article, made, picture, run, write

ORDER = ["/notices/2024/n9/", "/notices/2024/n8/"]


def make_site(folder: Path, home: str, *, pictured: int = 0) -> Path:
    files: dict[str, str | bytes] = {"content/site.toml": f"{SITE_TOML}[home]\n{home}\n"}
    for n in range(1, 10):
        image = "image: map.png\n" if n == pictured else ""
        for column, day in (("news", n), ("notices", n + 10)):
            files[f"content/{column}/n{n}/index.md"] = article(f"title: {column} {n}\ndate: 2024-01-{day:02}\n{image}")
            if image:
                files[f"content/{column}/n{n}/map.png"] = picture(n, 400)
    return write(folder, files)


def list_column(page: str, name: str) -> list[str]:
    column = page.partition(f'">{name}</a></h2>')[2].partition("</section>")[0]
    return Page(column).links


def read_home(output: dict[str, bytes], path: str = "index.html") -> str:
    return output[path].decode().partition("<main")[2].partition("</main>")[0]


def test_each_column_has_its_newest_in_the_order_of_the_settings(tmp_path: Path) -> None:
    home = read_home(made(make_site(tmp_path, 'columns = ["notices", "news"]')))
    assert home.index(">Notices<") < home.index(">News<")
    assert list_column(home, "News") == [f"/news/2024/n{n}/" for n in (9, 8, 7, 6, 5)]
    assert list_column(home, "Notices")[:2] == ORDER
    assert "Newest items" not in home


def test_without_columns_all_are_in_one_list(tmp_path: Path) -> None:
    home = read_home(made(make_site(tmp_path, "")))
    assert "Newest items" in home
    assert len(Page(home.partition("Newest items")[2].partition("</section>")[0]).links) == 11


def test_a_column_without_items_is_left_out(tmp_path: Path) -> None:
    site = write(tmp_path, {"content/site.toml": f'{SITE_TOML}[home]\ncolumns = ["news", "notices"]\n'})
    write(site, {"content/news/2024-01-01-a.md": article("title: A")})
    home = read_home(made(site))
    assert ">Notices</a></h2>" not in home
    assert list_column(home, "News") == ["/news/2024/a/"]


@pytest.mark.parametrize(("pictured", "large"), [(0, 9), (7, 7), (3, 9)])
def test_the_large_item_is_new_and_has_a_picture_where_it_can(tmp_path: Path, pictured: int, large: int) -> None:
    settings = 'columns = ["notices"]\nlarge_first = true'
    home = read_home(made(make_site(tmp_path, settings, pictured=pictured)))
    section = home.partition('<section class="large">')[2].partition("</section>")[0]
    assert f'<a href="/notices/2024/n{large}/"' in section
    assert ("<img" in section) == (pictured == large)
    assert f"/notices/2024/n{large}/" not in list_column(home, "Notices")


def test_what_is_pinned_is_not_shown_twice(tmp_path: Path) -> None:
    site = make_site(tmp_path, 'columns = ["notices"]\nlarge_first = true')
    pinned = article("title: notices 9\ndate: 2024-01-19\npinned_until: 2030-01-01")
    write(site, {"content/notices/n9/index.md": pinned})
    home = read_home(made(site))
    assert Page(home).links.count("/notices/2024/n9/") == 1
    assert Page(home.partition('<section class="large">')[2].partition("</section>")[0]).links == ["/notices/2024/n8/"]


def test_pictures_stand_in_lists_where_they_are_asked_for(tmp_path: Path) -> None:
    shown, hidden = make_site(tmp_path / "a", "pictures = true", pictured=9), make_site(tmp_path / "b", "", pictured=9)
    with_pictures, without = made(shown), made(hidden)
    for path in ("index.html", "news/index.html", "notices/index.html"):
        assert 'loading="lazy"' in read_home(with_pictures, path)
        assert "<img" not in read_home(without, path)
    assert "<img" not in read_home(with_pictures, "news/2024/index.html")


@pytest.mark.slow
@pytest.mark.parametrize("change", ["other bytes", "another file", "none"])
def test_a_changed_picture_changes_the_lists(tmp_path: Path, change: str) -> None:
    site = make_site(tmp_path, 'large_first = true\npictures = true\ncolumns = ["news"]', pictured=9)
    before = made(site)
    head = "title: news 9\ndate: 2024-01-09\n"
    edits: dict[str, dict[str, str | bytes]] = {
        "other bytes": {"content/news/n9/map.png": picture(77, 400)},
        "another file": {
            "content/news/n9/other.png": picture(78, 400),
            "content/news/n9/index.md": article(f"{head}image: other.png"),
        },
        "none": {"content/news/n9/index.md": article(head)},
    }
    write(site, edits[change])
    after = made(site)
    assert read_home(before) != read_home(after)
    assert read_home(before, "news/index.html") != read_home(after, "news/index.html")
    clean = made(
        write(tmp_path / "clean", {p.relative_to(site).as_posix(): p.read_bytes() for p in site.glob("content/**/*.*")})
    )
    assert after == clean


def test_a_column_that_is_not_there_is_told(tmp_path: Path) -> None:
    site = write(tmp_path, {"content/site.toml": f'{SITE_TOML}[home]\ncolumns = ["news", "notice"]\n'})
    (found,) = (each for each in run(site).problems if each.severity == "error")
    assert (found.rule, dict(found.values)["guess"]) == ("config", "notices")
