"""Files -> Items: what is parsed anew and what is kept, drafts, files that cannot be read, any bytes at all."""

import time
from io import FileIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from site_builder.checking.item_rules import make_text_checker
from site_builder.config import read_config
from site_builder.content.body_cache import BodyCache
from site_builder.content.load import ContentCache, Items, parse_items
from site_builder.content.scan import scan_content
from site_builder.problem import Checked, has_errors

SITE = 'title = "T"\nbase_url = "https://x.org/"\n[languages.zh]\n'
SOUND = "---\ntitle: A\ndate: 2024-01-31\n---\nText.\n"


def lay(tmp_path: Path, **files: str | bytes) -> Path:
    news = tmp_path / "content" / "news"
    news.mkdir(parents=True, exist_ok=True)
    (tmp_path / "content" / "site.toml").write_text(SITE, "utf-8")
    for name, text in files.items():
        (news / f"{name.replace('_', '.')}.md").write_bytes(text if isinstance(text, bytes) else text.encode())
    return tmp_path


def parse(site: Path, known: ContentCache | None = None) -> Checked[Items]:
    config = read_config(site).value
    assert config is not None
    fragments = BodyCache(site / "fragments.sqlite")
    try:
        sources = scan_content(site, tuple(each.id for each in config.languages)).value
        return parse_items(site, sources, config, known or ContentCache(), fragments, make_text_checker)
    finally:
        fragments.close()


def names(items: Items) -> list[str]:
    return [each.path.removeprefix("news/") for each in items.items]


def test_unchanged_files_are_not_parsed_again(tmp_path: Path) -> None:
    site = lay(tmp_path, a=SOUND, b=SOUND, b_zh=SOUND)
    first = parse(site).value
    assert (first.parsed, names(first)) == (3, ["a.md", "b.md", "b.zh.md"])
    again = parse(site, first.cache).value
    assert (again.parsed, again.items) == (0, first.items)


def test_touched_file_is_read_but_not_parsed(tmp_path: Path) -> None:
    site = lay(tmp_path, a=SOUND)
    first = parse(site).value
    (site / "content/news/a.md").touch()
    assert parse(site, first.cache).value.parsed == 0


def test_changed_original_has_its_translation_parsed_again(tmp_path: Path) -> None:
    site = lay(tmp_path, a=SOUND, a_zh="---\ntitle: 甲\n---\n文。\n", b=SOUND)
    first = parse(site).value
    lay(tmp_path, a=SOUND.replace("01-31", "02-29"))
    again = parse(site, first.cache).value
    assert again.parsed == 2
    assert {i.date.local[:10] for i in again.items if i.date and i.path.startswith("news/a")} == {"2024-02-29"}


def test_changed_body_of_the_original_leaves_its_translation_alone(tmp_path: Path) -> None:
    site = lay(tmp_path, a=SOUND, a_zh="---\ntitle: 甲\n---\n文。\n")
    first = parse(site).value
    lay(tmp_path, a=SOUND + "More.\n")
    assert parse(site, first.cache).value.parsed == 1


def test_changed_settings_have_all_parsed_again(tmp_path: Path) -> None:
    site = lay(tmp_path, a=SOUND, b=SOUND)
    first = parse(site).value
    (site / "content" / "communities.toml").write_text("[a]\n", "utf-8")
    assert parse(site, first.cache).value.parsed == 2


def test_item_with_an_error_is_not_among_the_sound_ones_and_is_remembered(tmp_path: Path) -> None:
    site = lay(tmp_path, a=SOUND, b="---\ntitle: B\ndate: x\n---\n", c=b"\xe9\xff")
    first = parse(site)
    assert names(first.value) == ["a.md"]
    assert first.value.unreadable == ("news/b.md", "news/c.md")
    again = parse(site, first.value.cache)
    assert again.value.parsed == 0
    assert again.problems == first.problems


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: A\ndraft: true\n---\n",
        '---\ntitle: "A\n草稿： 是\ndate: x\n---\n',
        "---\ntitle: A\ndraft: yes\n\nnever closed\n",
        b"---\r\ntitle: Caf\xe9\r\ndraft: true\r\n---\r\n",
        "---\n标题: 上半年\n草稿: 是\n---\n".encode("utf-16"),
        "---\ntitle: A\ndraft: 'true'\n---\n".encode("utf-16-le"),
        "---\ntitle: A\ndraft: true\n---\n" + "x y\n" * 300_000,
        "---\ntitle: A\0\ndraft: true\n---\n",
    ],
)
def test_draft_is_known_for_one_whatever_else_is_wrong(tmp_path: Path, text: str | bytes) -> None:
    assert parse(lay(tmp_path, a=text)).value.drafts == {"content/news/a.md"}


@pytest.mark.parametrize("text", [b"---\ntitle: \xe9\ndraft: no\n---\n", b"---\ntitle: \xe9\n---\ndraft: true\n"])
def test_a_file_that_is_no_text_is_no_draft_unless_it_says_so(tmp_path: Path, text: bytes) -> None:
    assert not parse(lay(tmp_path, a=text)).value.drafts


def test_file_that_cannot_be_read_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = lay(tmp_path, a=SOUND, b=SOUND)

    def refuse(file: str) -> FileIO:
        if file.endswith("a.md"):
            raise PermissionError(13, "Permission denied")
        return FileIO(file)

    monkeypatch.setattr("site_builder.content.parse_item.FileIO", refuse)
    found = parse(site)
    assert names(found.value) == ["b.md"]
    assert [(p.path, p.severity) for p in found.problems] == [("content/news/a.md", "error")]
    assert not found.value.cache.parsed.get("news/a.md")


def test_file_of_100_mb_is_not_read_whole(tmp_path: Path) -> None:
    site = lay(tmp_path, a=SOUND)
    with (site / "content/news/a.md").open("r+b") as file:
        file.truncate(100 << 20)
    start = time.process_time()
    assert [p.rule for p in parse(site).problems] == ["size"]
    assert time.process_time() - start < 1


ANY_SITE = settings(deadline=5000, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.slow
@ANY_SITE
@given(
    st.binary(max_size=200)
    | st.text(max_size=200).map(lambda t: f"---\n{t}\n---\n{t}".encode())
    | st.tuples(st.integers(0, len(SOUND)), st.binary(max_size=8)).map(
        lambda s: SOUND.encode()[: s[0]] + s[1] + SOUND.encode()[s[0] :]
    )
)
@example(b"---\ntitle: [[a]]\nevents: [[{}]]\nsource: [{a: b}]\nalert: [[]]\nslug: {}\nlang: [x]\ndraft: {a}\n---\n")
@example(b"---\n? [a, b]\n: c\n? {x: y}\n: z\n---\n")
@example("---\ntitle: \U000e0001\nslug: \u0130\n---\n".encode())
def test_any_bytes_come_to_an_item_or_to_an_error(tmp_path: Path, data: bytes) -> None:
    found = parse(lay(tmp_path, a=data))
    assert (names(found.value) == ["a.md"]) == (
        not has_errors(p for p in found.problems if p.path == "content/news/a.md")
    )
