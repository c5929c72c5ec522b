"""Front matter as other generators have it -> the fields of an item; what has no field here is noted, never dropped."""

import html
import json
import re
from collections.abc import Iterable, Mapping
from zoneinfo import ZoneInfo

from msgspec import Struct

from site_builder import urls
from site_builder.dates import parse_when
from site_builder.migrating.dates import format_day, normalize_date
from site_builder.migrating.model import Doc, Notes, Value, get_text, list_texts

TITLE = ("title", "Title")
DATE = ("date", "Date", "created")
PUBLISH = ("publishDate", "publishdate", "pubdate", "published_at", "pubDate")
UPDATED = ("lastmod", "last_modified_at", "last-modified-at", "updated", "modified", "last_updated", "dateModified")
EXPIRES = ("expiryDate", "expirydate", "expires", "unpublishdate", "expiry", "expire_at")
SUMMARY = ("summary", "description", "excerpt", "subtitle")
IMAGE = ("image", "featured_image", "featuredImage", "featuredimage", "thumbnail", "cover", "images", "hero_image")
AUTHOR = ("authors", "author", "by", "byline")
TOPICS = ("tags", "tag", "categories", "category", "keywords")
ALIASES = ("aliases", "redirect_from", "alias", "redirectFrom")
ADDRESS = ("slug", "url", "permalink", "lang", "translationkey", "type")
STATE = ("draft", "published", "headless", "_build", "build", "cascade")
ITEM = ("id", "source")
KNOWN = frozenset((*TITLE, *DATE, *PUBLISH, *UPDATED, *EXPIRES, *SUMMARY, *IMAGE, *AUTHOR, *TOPICS, *ALIASES, *ADDRESS))
UNDERSTOOD = KNOWN | frozenset(STATE) | frozenset(["topics"])
TAGS = re.compile(r"<[^>]*>")
MARKDOWN_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")


BROKEN = {
    "unclosed": "the block at the head is never closed; the page came over as a draft",
    "huge": "the block at the head is too large to be read; the page came over as a draft",
    "empty": "the block at the head names no fields; the page came over as a draft",
}


class MappedItem(Struct, frozen=True):
    """What the head of a new item says: each field with its value, a text or a list of texts."""

    fields: dict[str, str | list[str]]
    day: str
    year: str


def map_fields(
    doc: Doc, zone: ZoneInfo, people: Mapping[str, str], topics: Mapping[str, str], notes: Notes
) -> MappedItem:
    """Give the fields of a page; `topics` are the spellings to use, by slug."""
    found: dict[str, str | list[str]] = {"title": find_title(doc, notes)}
    day, draft = map_dates(doc, zone, found, notes)
    if draft or doc.draft or is_draft(doc):
        found["draft"] = "true"
    if doc.draft and not doc.addresses and not is_draft(doc) and "/_drafts/" not in f"/{doc.path}":
        message = "this page had no address of its own on the old site; it came over as a draft"
        notes.add_loss("address", doc.path, 1, message)
    if doc.foreign:
        notes.add_loss(
            "form", doc.path, 1, "this page is in a form that is not read here; its text came over as it is, as a draft"
        )
        found["draft"] = "true"
    if doc.front_matter.broken:
        line, reason = doc.front_matter.broken
        message = BROKEN.get(reason, "the block at the head cannot be read: {reason}; the page came over as a draft")
        notes.add_loss("head", doc.path, line, message, reason=reason)
        found["draft"] = "true"
    map_summary(doc, found, notes)
    authors = [MARKDOWN_LINK.sub(r"\1", people.get(each, each)) for each in list_texts(doc.get(*AUTHOR))]
    if authors:
        found["author"] = ("、" if any(urls.is_han(c) for c in authors[0]) else ", ").join(authors)
    named = [topics.get(urls.slugify(each), "") for each in list_topics(doc)]
    if any(named):
        found["topics"] = list(dict.fromkeys(filter(None, named)))
    slug = get_text(doc.front_matter.fields.get("slug", ""))
    if slug and urls.is_slug(urls.slugify(slug)):
        found["slug"] = urls.slugify(slug)
    for name, value in doc.front_matter.fields.items():
        if name not in UNDERSTOOD and value not in ("", [], {}):
            message = 'the field "{name}" has no place in an item and was left out'
            source = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            notes.add_loss(
                "field", doc.path, doc.front_matter.lines.get(name, 1), message, f"{name}: {source}", name=name
            )
    when = parse_when(str(found.get("date", "")), zone)
    return MappedItem(found, day, when.year if when else day[:4])


def find_title(doc: Doc, notes: Notes) -> str:
    """Give the title: as written, else the first heading's, else made of the name."""
    title = get_text(doc.get(*TITLE))
    if title:
        return title
    heading = re.search(r"^#[ \t]+(.+?)[ \t#]*$", doc.text[doc.front_matter.body :], re.MULTILINE)
    name = re.sub(r"^\d{4}-\d{1,2}-\d{1,2}[-_ ]*", "", doc.name)
    words = re.sub(r"[-_]+", " ", name).strip() or doc.name
    title = heading[1].strip() if heading else words[:1].upper() + words[1:]
    notes.add_loss("title", doc.path, 1, 'the page has no title; it was given "{title}"', title=title)
    return title


def map_dates(doc: Doc, zone: ZoneInfo, found: dict[str, str | list[str]], notes: Notes) -> tuple[str, bool]:
    """Read the dates; give the day of publication, and whether the page has to be a draft for want of one."""
    written, wrong = find_first_date(doc, DATE, zone, notes)
    publish, wrong_publish = find_first_date(doc, PUBLISH, zone, notes)
    updated, _ = find_first_date(doc, UPDATED, zone, notes)
    expires, _ = find_first_date(doc, EXPIRES, zone, notes)
    day = written or publish or doc.day_in_name
    if written and publish and is_later(publish, written, zone):
        day = publish
        found["written"] = written
    draft = False
    if not day and doc.column:
        day = updated or format_day(doc.modified_time)
        message = "the page says no date; {day} was taken, when it was last changed"
        notes.add_loss("date", doc.path, 1, message, day=day[:10])
        draft = wrong or wrong_publish
    if day:
        found["date"] = day
    if updated and day and is_later(updated, day, zone):
        found["updated"] = updated
    if expires:
        found["expires"] = expires
    when = parse_when(day, zone) if day else None
    return (when.local[:10] if when else ""), draft


def find_first_date(doc: Doc, names: Iterable[str], zone: ZoneInfo, notes: Notes) -> tuple[str, bool]:
    """Read the first of some dates that is written; give it, and whether what is written is no date."""
    for name in names:
        value = get_text(doc.front_matter.fields.get(name, "") or doc.inherited.get(name, ""))
        if not value or value.startswith("0001-"):
            continue
        day = normalize_date(value, zone)
        if day:
            return day, False
        if re.fullmatch(r"(?:git )?(?:last modified|created)", value.lower()):
            return "", False
        notes.add_loss(
            "date", doc.path, doc.front_matter.lines.get(name, 1), 'the date "{value}" is not a date', value=value
        )
        return "", True
    return "", False


def is_later(one: str, other: str, zone: ZoneInfo) -> bool:
    """Tell whether a date is on a later day than another."""
    first, second = parse_when(one, zone), parse_when(other, zone)
    return bool(first and second and first.local[:10] > second.local[:10])


def is_draft(doc: Doc) -> bool:
    """Tell whether a page says that it is not to be published."""
    draft = get_text(doc.get("draft")).lower()
    published = get_text(doc.front_matter.fields.get("published", "")).lower()
    return draft in {"true", "yes", "on", "1"} or published in {"false", "no", "off"}


def map_summary(doc: Doc, found: dict[str, str | list[str]], notes: Notes) -> None:
    """Take the first of the summaries, as plain text; note one that says something else."""
    chosen = ""
    for name in SUMMARY:
        written = get_text(doc.front_matter.fields.get(name, ""))
        words = " ".join(html.unescape(TAGS.sub("", MARKDOWN_LINK.sub(r"\1", written))).split())
        if not words:
            continue
        line = doc.front_matter.lines.get(name, 1)
        if not chosen:
            chosen = found["summary"] = words
            if words != written:
                notes.add_change("field", doc.path, line, "the summary stands without its formatting", written)
        elif words != chosen:
            message = 'the field "{name}" has no place in an item and was left out'
            notes.add_loss("field", doc.path, line, message, f"{name}: {written}", name=name)


def list_topics(doc: Doc) -> list[str]:
    """Give what a page is about."""
    if "topics" in doc.inherited:
        return list(list_texts(doc.inherited["topics"]))
    found: list[str] = []
    for name in TOPICS:
        value: Value = doc.front_matter.fields.get(name, "") or doc.inherited.get(name, "")
        many = value.split(",") if isinstance(value, str) and name == "keywords" else value
        found += list_texts([*many] if isinstance(many, list) else many)
    return [" ".join(each.split()) for each in dict.fromkeys(found) if each.strip()]


def choose_topic_spellings(docs: Iterable[Doc], notes: Notes) -> dict[str, str]:
    """Choose one spelling for the topics that make one address; note those that make none."""
    counts: dict[str, dict[str, int]] = {}
    first: dict[str, str] = {}
    for doc in docs:
        for name in list_topics(doc):
            slug = urls.slugify(name)
            if not urls.is_slug(slug):
                notes.add_loss("topic", doc.path, 1, 'the topic "{name}" makes no address and was left out', name=name)
                continue
            counts.setdefault(slug, {}).setdefault(name, 0)
            counts[slug][name] += 1
            first.setdefault(name, doc.path)
    chosen = {slug: max(names, key=lambda n: (names[n], n)) for slug, names in counts.items()}
    for slug, names in counts.items():
        for name in names:
            if name != chosen[slug] and name.casefold() != chosen[slug].casefold():
                message = 'the topics "{name}" and "{other}" make one address; both are called {other}'
                notes.add_change("topic", first[name], 1, message, name=name, other=chosen[slug])
    return chosen


def format_front_matter(fields: Mapping[str, str | list[str]]) -> str:
    """Write the block at the head of an item."""
    lines: list[str] = []
    for name, value in fields.items():
        if isinstance(value, list):
            lines += [f"{name}:", *(f"  - {quote_yaml(each)}" for each in value)]
        else:
            lines.append(f"{name}: {quote_yaml(value)}")
    return "---\n" + "\n".join(lines) + "\n---\n"


PLAIN = re.compile(r"[A-Za-z0-9/][A-Za-z0-9 ./_-]*(?<! )(?:T[0-9:+-]+| [0-9:]+(?: ?[+-][0-9:]+|Z)?)?")


def quote_yaml(text: str) -> str:
    """Write a text so that YAML takes it for nothing else."""
    text = " ".join(CONTROL.sub(" ", text).split())
    return text if PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ufffe\uffff]")
