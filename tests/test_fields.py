"""Every field of the definition is read, kept, shown, scanned and recorded; what is missing names the step to take.

The items here are made of the definition, so that a new field is tried without a word being added.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import fields as list_struct_fields

from site_builder.checking.readable_text import list_shown_values
from site_builder.checking.site import stray_items
from site_builder.config import Config
from site_builder.config.read_config import read_config
from site_builder.content.field_digests import digest_fields
from site_builder.editing.schema import make_schema
from site_builder.editing.vscode import make_snippets
from site_builder.fields import FIELDS, ITEM_FIELDS, FieldPart, ItemField
from site_builder.front_matter.read import parse_front_matter
from site_builder.front_matter.registries import RegisteredNames
from site_builder.front_matter.to_item import ItemFrontMatter, ValidatedItem, validate_item
from site_builder.model import Item, When
from site_builder.publishing.takedown.subject import list_item_words
from site_builder.site.publication_gate import list_moments
from tests.sites import PLAIN_TOML, article, picture, run, write

ROOT = Path(__file__).parents[1]
DEFINITION = "FIELDS in site_builder/fields.py"
# What an item has besides its fields: where it lies, what is made of its body, the fields of the site's own.
NO_FIELDS = frozenset(["path", "column", "body", "links", "outline", "says", "everywhere", "custom"])
HELD = {each.name for each in list_struct_fields(Item)}
# Values that have to be more than a text of their kind, by field and part.
VALUES: dict[str, object] = {
    "id": "sample",
    "slug": "sample",
    "date": "2024-01-31",
    "expires": "2030-12-31",
    "pinned_until": "2030-12-30",
    "alert.until": "2030-12-29",
    "commitments.due": "2030-12-28",
    "aliases": ["/old/sample/"],
    "related": ["first"],
    "attachments": ["plan.txt"],
    "image": "map.png",
    "settles": ["road"],
    "source.url": "https://source.example.org/",
    "events.date": "2024-03-01",
    "events.end": "2024-03-02",
    "status": "in progress",
    "level": "warning",
    "language": "en",
    "number": 3,
    "template": "item.html",
}
FILES: dict[str, str | bytes] = {
    "content/site.toml": PLAIN_TOML,
    **{f"content/{each}.toml": f'[{each}-one]\nname = "One"\n' for each in ("communities", "topics", "people")},
    "content/news/2024-01-01-first.md": article("title: First\nid: first\ncommitments:\n  - {id: road, text: Mend it}"),
    "content/news/sample/map.png": picture(1, 400),
    "content/news/sample/plan.txt": "A plan.",
}
SAMPLE = "content/news/sample/index.md"
# What pages need not show, with the reason.
NOT_ON_PAGE = {
    "summary": "lists and search engines are shown it",
    "commitments.id": "other items name it",
    "commitments.status": "it is shown in words",
    "settles": "the item whose commitment it is is shown",
    "image": "a form of it is shown",
}
# Dates that change nothing when they come.
NO_MOMENTS = frozenset(["written", "events.date"])
# Texts by which nothing but an item's own page names it: a takedown does not look for them elsewhere.
OWN_PAGE_ALONE = frozenset(
    [
        *("source.name", "author", "reviewers.name", "commitments.owner", "commitments.evidence", "withdrawn.reason"),
        *(f"disclosure.{each}" for each in ("document_number", "category", "openness", "valid", "repealed")),
        *(f"contact.{each}" for each in ("name", "telephone", "email", "hours", "place")),
    ]
)
Leaf = tuple[ItemField, FieldPart]


def list_leaves() -> Iterator[Leaf]:
    """Give each field that has no parts, and each part of the others, with its field."""
    for field in FIELDS:
        yield from ((field, part) for part in field.parts or (field,))


LEAVES = {field.name if field is part else f"{field.name}.{part.name}": (field, part) for field, part in list_leaves()}
every_field = pytest.mark.parametrize("field", FIELDS, ids=[each.name for each in FIELDS])
every_leaf = pytest.mark.parametrize("name", LEAVES)


def make_value(name: str, part: FieldPart) -> object:
    """Give a value for a field or a part: no two texts and, where nothing else asks for it, no two days are alike."""
    number = list(LEAVES).index(name)
    usual = {
        "text": f"Words number {number:02}",
        "code": f"code-{number:02}",
        "date": f"2024-02-{number % 28 + 1:02}",
        "flag": True,
        "registry": [f"{part.name}-one"],
        "texts": [f"entry-{number:02}"],
    }
    return VALUES.get(name) or VALUES.get(part.kind) or usual[part.kind]


def make_front_matter(*without: str) -> dict[str, object]:
    """Give a block in which every field has a value, but for some."""
    block: dict[str, object] = {}
    for field in FIELDS:
        if field.parts:
            record = {part.name: make_value(f"{field.name}.{part.name}", part) for part in field.parts}
            block[field.name] = [record] if field.kind == "groups" else record
        else:
            block[field.name] = make_value(field.name, field)
    return {name: value for name, value in block.items() if name not in without}


def make_article(block: Mapping[str, object]) -> str:
    """Write an item; JSON is YAML too."""
    return article("\n".join(f"{name}: {json.dumps(value)}" for name, value in block.items()))


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    """The settings of the items here; until Item has every field, nothing more can be said of any."""
    if set(ITEM_FIELDS) - HELD:
        pytest.skip("test_a_field_has_its_place_in_an_item comes first")
    found = read_config(write(tmp_path_factory.mktemp("fields"), FILES)).value
    assert found
    return found


@pytest.fixture(scope="module")
def validated(config: Config) -> ValidatedItem:
    """An item in which every field has a value."""
    front_matter = parse_front_matter(make_article(make_front_matter()), SAMPLE)
    head = ItemFrontMatter("news/sample/index.md", "news/sample/index", "", front_matter)
    return validate_item(head, RegisteredNames.build(config))


@pytest.fixture(scope="module")
def item(validated: ValidatedItem) -> Item:
    return validated.item


@pytest.fixture(scope="module")
def pages(config: Config, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of an item with every field, and that of one that is withdrawn."""
    site = write(tmp_path_factory.mktemp("pages"), FILES)
    found = ""
    for without in (["withdrawn", "draft"], [each.name for each in FIELDS if each.role != "change"]):
        block = make_front_matter(*without) | {"title": make_value("title", LEAVES["title"][1]), "slug": "sample"}
        write(site, {SAMPLE: make_article({"date": VALUES["date"]} | block)})
        report = run(site)
        assert [each for each in report.problems if each.severity == "error"] == []
        found += (site / "public/news/2024/sample/index.html").read_text("utf-8")
    return found


def get_value(item: Item, name: str) -> Any:
    """Give what an item has for a field or a part; of a list of records, of the first."""
    field, part = LEAVES[name]
    value = getattr(item, field.name)
    if field is part:
        return value
    record = value[0] if field.kind == "groups" else value
    return getattr(record, part.name)


@every_field
def test_a_field_is_defined_whole(field: ItemField) -> None:
    assert field.description, f"`{field.name}`: {DEFINITION} does not say what it holds"
    grouped = field.kind in {"group", "groups"}
    assert bool(field.parts) == grouped, f"`{field.name}`: in {DEFINITION}, a group has parts and nothing else has"
    wrong = set(field.required) - {part.name for part in field.parts}
    assert not wrong, f"`{field.name}`: {DEFINITION} requires parts that it does not have: {wrong}"


def test_a_name_means_one_thing() -> None:
    names: dict[str, tuple[str, ...]] = dict(ITEM_FIELDS)
    for name, (_, part) in LEAVES.items():
        known = names.setdefault(part.name, part.chinese)
        assert known == part.chinese, f"`{name}` has other Chinese names than `{part.name}` elsewhere: {DEFINITION}"
    written = [name for one, others in ITEM_FIELDS.items() for name in (one, *others)]
    twice = {name for name in written if written.count(name) > 1}
    assert not twice, f"these are names of two fields: {twice}: {DEFINITION}"


def test_what_an_item_has_is_defined() -> None:
    extra = HELD - set(ITEM_FIELDS) - NO_FIELDS
    assert not extra, f"{extra} of Item in site_builder/model.py: no such field is in {DEFINITION}"


@every_field
def test_a_field_has_its_place_in_an_item(field: ItemField) -> None:
    step = f"add it to Item in site_builder/model.py, with its default: `{field.name}`"
    assert field.name in HELD, f"no item has the field `{field.name}`: {step}"


def test_an_item_with_every_field_has_no_mistake(validated: ValidatedItem) -> None:
    assert [f"line {each.line}: {each.message} {each.values}" for each in validated.problems] == []


@every_leaf
def test_a_field_is_read(item: Item, name: str) -> None:
    field, part = LEAVES[name]
    step = f"add it to READERS in site_builder/front_matter/to_item.py: `{field.name}`"
    if field is not part:
        step = (
            f"read it in site_builder/front_matter/nested_fields.py, into its record of site_builder/model.py: `{name}`"
        )
    assert getattr(item, field.name, None), f"the field `{field.name}` is not read: {step}"
    assert get_value(item, name), f"`{name}` is not read: {step}"


@every_leaf
def test_what_is_content_is_shown(pages: str, name: str) -> None:
    field, part = LEAVES[name]
    if field.role not in {"content", "change"} or name in NOT_ON_PAGE:
        return
    value = make_value(name, part)
    shown = f"/{part.name}/{part.name}-one/" if part.kind == "registry" else str(value)
    step = "add it to ItemView and make_item_view in site_builder/planning/items/views.py and to templates/item.html"
    assert shown in pages, f"no page of an item shows `{name}`, which {DEFINITION} calls {field.role}: {step}"


@every_leaf
def test_texts_that_are_shown_are_scanned(item: Item, name: str) -> None:
    field, part = LEAVES[name]
    scanned = field.role in {"content", "change"} and part.kind == "text"
    found = make_value(name, part) in list(list_shown_values(item))
    step = "list_shown_values in site_builder/checking/readable_text.py has to give it"
    assert found == scanned, f"`{name}` is {'not ' if scanned else ''}scanned: {step if scanned else DEFINITION}"


@every_field
def test_a_later_change_of_content_is_told(item: Item, field: ItemField) -> None:
    recorded = field.name in {each.partition("=")[0] for each in digest_fields(item).split()}
    step = "list_field_values in site_builder/content/field_digests.py has to give it"
    assert recorded == (field.role == "content"), f"`{field.name}` is {field.role}, recorded: {recorded}: {step}"


@every_leaf
def test_a_date_is_a_moment_or_is_said_to_be_none(item: Item, name: str) -> None:
    _, part = LEAVES[name]
    if part.kind != "date" or name in NO_MOMENTS:
        return
    value = get_value(item, name)
    assert isinstance(value, When)
    days = {value.day.toordinal(), value.day.toordinal() + 1}
    moments = {each.epoch // 86_400 + 719_163 for each in list_moments(item)}
    step = "add it to list_moments, and where a part of an item comes with it to remove_future_parts, in "
    step += (
        "site_builder/site/publication_gate.py; if nothing happens on that day, to NO_MOMENTS in tests/test_fields.py"
    )
    assert days & moments, f"the day of `{name}` changes nothing: {step}"


@every_leaf
def test_a_takedown_looks_for_texts_that_other_pages_show(item: Item, name: str) -> None:
    field, part = LEAVES[name]
    if part.kind == "text" and field.role in {"content", "change"}:
        step = (
            "add it to list_item_words in site_builder/publishing/takedown/subject.py; if no page but the item's own "
        )
        step += "shows it, to OWN_PAGE_ALONE in tests/test_fields.py"
        looked_for = make_value(name, part) in list_item_words(item)
        assert looked_for != (name in OWN_PAGE_ALONE), f"a takedown does not look for `{name}`: {step}"


@every_field
def test_what_is_for_items_alone_is_told_of_a_plain_page(field: ItemField) -> None:
    listed = field.name in stray_items.ITEM_FIELDS
    step = "change ITEM_FIELDS in site_builder/checking/site/stray_items.py, or items_only in site_builder/fields.py"
    assert listed == field.items_only, f"whether a plain page may have `{field.name}` is said in two ways: {step}"


@every_field
def test_text_editors_are_told(field: ItemField) -> None:
    known, offered = make_schema()["properties"], make_snippets(None)
    for name in (field.name, *field.chinese):
        assert known[name]["description"] == field.description, f"`{name}`: site_builder/editing/schema.py"
    for name in (field.name, field.chinese[0]):
        assert offered[name]["description"] == field.description, f"`{name}`: site_builder/editing/vscode.py"


@every_field
def test_the_manual_has_the_field(field: ItemField) -> None:
    rows = (ROOT / "docs/fields.md").read_text("utf-8").splitlines()
    row = f"| `{field.name}` | {'、'.join(field.chinese)} | {field.description} |"
    assert row in rows, f"docs/fields.md does not have `{field.name}` as it is: run `make docs`"


@every_field
def test_the_manual_says_whose_change_is_told(field: ItemField) -> None:
    section = (ROOT / "docs/checks.md").read_text("utf-8").partition("\n## change\n")[2].partition("\n## ")[0]
    counted = section.partition("these fields count:")[2].partition(";")[0]
    named = f"`{field.name}`" in counted
    step = "name it among the fields that count in docs/checks.md, section change" if not named else DEFINITION
    assert named == (field.role == "content"), f"`{field.name}` is {field.role}: {step}"


@every_field
def test_a_translation_takes_over_what_it_may(config: Config, field: ItemField) -> None:
    original = parse_front_matter(make_article(make_front_matter()), SAMPLE)
    own = parse_front_matter(article("title: 样本"), "content/news/sample/index.zh.md")
    head = ItemFrontMatter("news/sample/index.zh.md", "news/sample/index", "zh", own, original)
    found = validate_item(head, RegisteredNames.build(config)).item
    if field.name not in {"title", "lang"}:
        taken = bool(getattr(found, field.name))
        assert taken == field.inherited, f"`{field.name}`: ItemReader in site_builder/front_matter/to_item.py"
