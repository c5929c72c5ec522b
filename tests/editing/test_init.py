import re
from collections import Counter
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from PIL import Image

from site_builder.building.build import survey_site
from site_builder.building.session import Options
from site_builder.cli.commands import main
from site_builder.config import read_config
from site_builder.editing.new_site.init import init_site
from site_builder.fields import CANONICAL_NAMES, ITEM_FIELDS, NESTED_FIELDS
from site_builder.problem import CommandError

COLUMNS = ("news", "notices", "policies")
LINK = re.compile(r"(!?)\[((?:[^\]\\]|\\.)*)\]\(([^)\s]+)\)")
REGISTRIES = ("communities", "topics", "people")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "site"
    init_site(folder, demo=True)
    return folder


def split(file: Path) -> tuple[dict[str, Any], str]:
    _, block, body = file.read_text("utf-8").split("---\n", 2)
    fields = yaml.load(block, Loader=yaml.BaseLoader)  # noqa: S506 - it makes texts only
    return {CANONICAL_NAMES.get(name, name): value for name, value in fields.items()}, body


def texts(site: Path) -> list[Path]:
    return sorted((site / "content").rglob("*.md"))


def stem(file: Path) -> str:
    return re.sub(r"(\.zh)?\.md$", "", file.as_posix())


def items(site: Path) -> dict[str, dict[str, tuple[dict[str, Any], str]]]:
    found: dict[str, dict[str, tuple[dict[str, Any], str]]] = {}
    for column in COLUMNS:
        for file in sorted((site / "content" / column).rglob("*.md")):
            found.setdefault(stem(file), {})["zh" if file.name.endswith(".zh.md") else "en"] = split(file)
    return found


def originals(site: Path) -> dict[str, tuple[dict[str, Any], str]]:
    return {path: versions.get("en") or versions["zh"] for path, versions in items(site).items()}


def day_of(path: str, fields: dict[str, Any]) -> str:
    named = re.search(r"(\d{4}-\d\d-\d\d)-", path)
    assert named
    return named[1]


def slug_of_heading(line: str) -> str:
    words = re.sub(r"[^\w\s-]", "", line.lstrip("# ").lower()).strip()
    return re.sub(r"[-\s]+", "-", words)


@pytest.mark.slow
@pytest.mark.parametrize("kind", [False, True])
def test_two_runs_write_the_same_bytes(kind: bool, tmp_path: Path) -> None:  # noqa: FBT001
    first, second = init_site(tmp_path / "one", demo=kind), init_site(tmp_path / "deep" / "two", demo=kind)
    assert first == second == tuple(sorted(first))
    written = [f.relative_to(tmp_path / "one").as_posix() for f in (tmp_path / "one").rglob("*") if f.is_file()]
    assert sorted(written) == list(first)
    for path in first:
        assert (tmp_path / "one" / path).read_bytes() == (tmp_path / "deep" / "two" / path).read_bytes()


def test_a_folder_that_holds_anything_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine", "utf-8")
    with pytest.raises(CommandError) as refused:
        init_site(tmp_path)
    assert refused.value.status == 2
    assert refused.value.message == "the folder {folder} is not empty"
    assert dict(refused.value.values) == {"folder": str(tmp_path)}
    assert [each.name for each in tmp_path.iterdir()] == ["letter.txt"]


def test_an_empty_folder_is_taken_and_a_file_in_its_place_is_an_os_error(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "content/site.toml" in init_site(tmp_path / "empty")
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(OSError, match="file"):
        init_site(tmp_path / "file")


def test_a_new_site_has_all_that_a_township_begins_with(tmp_path: Path) -> None:
    written = init_site(tmp_path / "site")
    content = [
        "about.md",
        "communities.toml",
        "genuine.md",
        "news/2025/2025-01-02-welcome.md",
        "people.toml",
        "site.toml",
        "topics.toml",
    ]
    editors = [f".vscode/{name}" for name in ("bulletin.code-snippets", "item.schema.json", "settings.json")]
    dotted = (".editorconfig", ".gitattributes", ".gitignore", *editors)
    assert written == (*dotted, *(f"content/{name}" for name in content))
    assert {"public/", ".bulletin/", "fetched/"} <= set((tmp_path / "site/.gitignore").read_text("utf-8").split("\n"))


def test_in_chinese_all_that_is_written_for_readers_is_chinese(tmp_path: Path) -> None:
    assert init_site(tmp_path / "zh", language="zh") == init_site(tmp_path / "en")
    checked = read_config(tmp_path / "zh")
    assert checked.problems == ()
    assert checked.value
    assert [(each.id, each.tag, each.path) for each in checked.value.languages] == [("zh", "zh-CN", "")]
    for file in texts(tmp_path / "zh"):
        assert re.search(r"^标题: .*[一-鿿]", file.read_text("utf-8"), re.MULTILINE), file
    site = tmp_path / "zh"
    assert survey_site(Options(site=site, output=site / "public", at="2026-01-01", now=0.0)).problems == ()
    settings = site / "content/site.toml"
    text = re.sub(r"^# (\[languages|path|tag|locale|name)", r"\1", settings.read_text("utf-8"), flags=re.MULTILINE)
    settings.write_text(text, "utf-8")
    checked = read_config(site)
    assert checked.problems == ()
    assert checked.value
    assert [(each.id, each.path) for each in checked.value.languages] == [("zh", ""), ("en", "en")]


@pytest.mark.slow
@pytest.mark.parametrize("kind", [False, True])
def test_settings_and_registries_are_read_without_a_problem(kind: bool, tmp_path: Path) -> None:  # noqa: FBT001
    init_site(tmp_path / "site", demo=kind)
    checked = read_config(tmp_path / "site")
    assert checked.problems == ()
    assert checked.value
    assert [each.id for each in checked.value.columns] == list(COLUMNS)
    assert [each.id for each in checked.value.languages] == (["en", "zh"] if kind else ["en"])


def test_the_second_language_of_a_new_site_needs_only_its_marks_taken_away(tmp_path: Path) -> None:
    init_site(tmp_path / "site")
    settings = tmp_path / "site/content/site.toml"
    text = re.sub(
        r"^# (\[languages|path|tag|locale|name|\[publish|to =)", r"\1", settings.read_text("utf-8"), flags=re.MULTILINE
    )
    settings.write_text(text, "utf-8")
    checked = read_config(tmp_path / "site")
    assert checked.problems == ()
    assert checked.value
    assert [each.path for each in checked.value.languages] == ["", "zh"]
    targets = [(each.name, each.to) for each in checked.value.publish]
    assert targets == [("live", "ssh://bulletin@www.example.org/srv/www/bulletin")]


@pytest.mark.slow
def test_there_are_sixty_items_of_three_years_a_third_of_them_translated(demo: Path) -> None:
    found = items(demo)
    assert len(found) == 60
    assert {day_of(path, {})[:4] for path in found} == {"2023", "2024", "2025"}
    assert sum(set(v) == {"en", "zh"} for v in found.values()) == 22
    assert sum(set(v) == {"zh"} for v in found.values()) == 6


def test_every_field_is_known_and_every_date_a_date(demo: Path) -> None:
    for path, versions in items(demo).items():
        for fields, _ in versions.values():
            assert fields["title"]
            assert set(fields) <= set(ITEM_FIELDS), path
            for name, parts in NESTED_FIELDS.items():
                value = fields.get(name, [])
                for entry in value if isinstance(value, list) else [value]:
                    assert isinstance(entry, str) or set(entry) <= set(parts), (path, name)
            written = re.sub(r"年|月", "-", fields.get("date", "")).replace("日", "")
            day = day_of(path, fields)
            assert (
                not written
                or datetime.fromisoformat("-".join(p.zfill(2) for p in written.split("-"))).date().isoformat() == day
            )
            assert fields.get("written", day) <= day <= fields.get("updated", day)


@pytest.mark.slow
def test_everything_is_public_after_2025(demo: Path) -> None:
    for path, (fields, _) in originals(demo).items():
        assert not {"draft", "expires", "alert"} & set(fields), path
        assert day_of(path, fields) < "2026"


@pytest.mark.slow
def test_every_name_is_registered(demo: Path) -> None:
    config = read_config(demo).value
    assert config
    names = {
        r: {n for e in config.entries if e.registry == r for n in (e.id, *dict(e.names).values())} for r in REGISTRIES
    }
    used: dict[str, set[str]] = {r: set() for r in REGISTRIES}
    for path, versions in items(demo).items():
        for fields, _ in versions.values():
            for registry in REGISTRIES:
                events = fields.get("events", []) if registry == "communities" else []
                found = [*fields.get(registry, []), *(n for event in events for n in event.get("communities", []))]
                assert set(found) <= names[registry], path
                used[registry] |= set(found)
    for entry in config.entries:
        assert used[entry.registry] & {entry.id, *dict(entry.names).values()}, f"{entry.id} is named by no item"
    closed = next(e for e in config.entries if e.until)
    late = [
        path
        for path, (f, _) in originals(demo).items()
        if closed.id in f["communities"] and day_of(path, f) > closed.until
    ]
    assert late == []


@pytest.mark.slow
def test_related_items_and_settled_commitments_are_earlier_ones(demo: Path) -> None:
    found = originals(demo)
    dates = {fields["id"]: day_of(path, fields) for path, (fields, _) in found.items() if "id" in fields}
    assert len(dates) == sum("id" in fields for fields, _ in found.values())
    promised = {c["id"]: day_of(p, f) for p, (f, _) in found.items() for c in f.get("commitments", [])}
    for path, (fields, _) in found.items():
        assert all(dates[each] < day_of(path, fields) for each in fields.get("related", [])), path
        assert all(promised[each] < day_of(path, fields) for each in fields.get("settles", [])), path


@pytest.mark.slow
def test_commitments_are_of_every_kind_and_have_ids_of_their_own(demo: Path) -> None:
    found = [c for fields, _ in originals(demo).values() for c in fields.get("commitments", [])]
    assert len(found) >= 12
    assert len({c["id"] for c in found}) == len(found)
    assert {c.get("status") for c in found} == {None, "open", "in progress", "done", "dropped", "not reported"}
    assert all(c.get("evidence") for c in found if c.get("status") in {"done", "dropped"})


@pytest.mark.slow
def test_the_demonstration_uses_what_the_bulletin_offers(demo: Path) -> None:
    found = [fields for fields, _ in originals(demo).values()]
    count = Counter(name for fields in found for name in fields)
    assert sum(len(f.get("events", [])) for f in found) >= 20
    assert all(e.get("end", "~") >= e["date"] for f in found for e in f.get("events", []))
    assert (count["corrections"], count["updated"], count["withdrawn"], count["aliases"]) == (3, 5, 1, 2)
    assert [f["pinned_until"] for f in found if "pinned_until" in f] == ["2099-12-31"]
    assert {str, dict} == {type(f["source"]) for f in found if "source" in f}
    assert count["disclosure"] == 12
    assert {"author", "reviewers", "slug", "image", "related", "settles", "summary"} <= set(count)


@pytest.mark.slow
def test_a_translation_says_the_same_as_its_original(demo: Path) -> None:
    for path, versions in items(demo).items():
        if set(versions) != {"en", "zh"}:
            continue
        (english, _), (chinese, _) = versions["en"], versions["zh"]
        for name in (
            "id",
            "date",
            "communities",
            "topics",
            "people",
            "updated",
            "written",
            "related",
            "settles",
            "image",
        ):
            assert english.get(name) == chinese.get(name), (path, name)
        for name, parts in (("events", ("date", "end", "communities")), ("commitments", ("id", "due", "status"))):
            own, other = ([[e.get(p) for p in parts] for e in f.get(name, [])] for f in (english, chinese))
            assert own == other, (path, name)


@pytest.mark.slow
def test_every_link_picture_and_heading_exists(demo: Path) -> None:
    found = 0
    for file in texts(demo):
        fields, body = split(file)
        for mark, words, target in LINK.findall(body):
            path, _, fragment = target.partition("#")
            goal = file.parent / path
            assert goal.is_file(), (file, target)
            assert words
            assert not mark or len(words) > 10, "a picture has alternative text"
            if fragment:
                assert fragment in map(
                    slug_of_heading, re.findall(r"^##+ .*$", goal.read_text("utf-8"), re.MULTILINE)
                ), target
            found += 1
        assert "image" not in fields or f"]({fields['image']})" in body
    assert found > 40


def test_pictures_are_pictures_without_metadata(demo: Path) -> None:
    pictures = [f for f in (demo / "content").rglob("*") if f.suffix in {".png", ".jpg"}]
    assert {f.suffix for f in pictures} == {".png", ".jpg"}
    assert len({f.parent for f in pictures}) == 8
    for file in pictures:
        data = file.read_bytes()
        assert len(data) < 30_000
        with Image.open(BytesIO(data)) as image:
            image.load()
            assert image.size == (720, 400)
            assert set(image.info) <= {"jfif", "jfif_version", "jfif_density", "jfif_unit"}
            colours = image.convert("RGB").getcolors(image.width * image.height)
            assert colours
            assert len(colours) > 5


@pytest.mark.slow
def test_texts_are_whole_and_no_two_are_alike(demo: Path) -> None:
    paragraphs: Counter[str] = Counter()
    for path, versions in items(demo).items():
        for language, (_, body) in versions.items():
            words = len(re.findall(r"[A-Za-z0-9][\w.,’'-]*", body))
            han = len(re.findall(r"[\u4e00-\u9fff]", body))
            assert 80 <= words <= 200 if language == "en" else 120 <= han <= 400, (path, language, words, han)
            paragraphs.update(p for p in body.split("\n\n") if len(p) > 40)
    assert [p for p, times in paragraphs.items() if times > 1] == []


@pytest.mark.slow
def test_texts_keep_to_the_rules_of_items(demo: Path, tmp_path: Path) -> None:
    init_site(tmp_path / "site")
    for file in [*texts(demo), *texts(tmp_path / "site")]:
        fields, body = split(file)
        assert not re.search(r"\d{7}", body + str(fields)), "a number that could be a person's"
        assert not re.search(r"^# |<[a-z]", body, re.MULTILINE)
        levels = [len(marks) for marks in re.findall(r"^(#+) ", body, re.MULTILINE)]
        assert all(level == 2 for level in levels)
        for before, line in zip(body.split("\n"), body.split("\n")[1:], strict=False):
            listed = re.match(r"(?:- |\d+\. )", line)
            assert not listed or not before or re.match(r"(?:- |\d+\. )", before), (file, line)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_each_setting_of_a_government_site_stands_below_its_own_explanation(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    lines = {}
    for profile in ((), ("--profile", "cn-gov")):
        site = tmp_path / f"site{len(profile)}"
        with pytest.raises(SystemExit, match="0"):
            main(["init", str(site), "--lang", language, *profile])
        lines[profile] = (site / "content/site.toml").read_text("utf-8").split("\n")
    usual, government = lines.values()
    above = [text[text.index('base_url = "https://bulletin.example.org/"') - 1] for text in (usual, government)]
    assert above[0] == above[1] != ""
    assert government[government.index('profile = "cn-gov"') - 1].startswith("# ")
    assert capsys.readouterr().err == ""


@pytest.mark.slow
@pytest.mark.parametrize("profile", ["", "cn-gov"])
def test_the_demonstration_is_chinese_first_for_who_reads_chinese(tmp_path: Path, profile: str) -> None:
    paths = init_site(tmp_path, demo=True, profile=profile, language="zh")
    assert not any(path.endswith(".zh.md") for path in paths)
    config = read_config(tmp_path).value
    assert config
    assert [(each.id, each.path) for each in config.languages] == [("zh", ""), ("en", "en")]
    assert survey_site(Options(site=tmp_path, output=tmp_path / "public", at="2026-01-01", now=0.0)).problems == ()
    assert "关于本网站" in (tmp_path / "content/about.md").read_text("utf-8")
    assert "关于本网站" not in (tmp_path / "content/about.en.md").read_text("utf-8")
