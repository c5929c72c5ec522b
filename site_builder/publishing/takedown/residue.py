"""Whether anything of what was taken down is left on a target or still served; removes old releases, nothing else."""

import html
import json
import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote

from msgspec import Struct

from site_builder import urls
from site_builder.building.theme import default_theme
from site_builder.http_client import fetcher, root_of
from site_builder.publishing.deployment import Visit
from site_builder.publishing.record.ended_addresses import below
from site_builder.publishing.record.source_record import TEXTS, RecordFiles
from site_builder.publishing.takedown.subject import Subject
from site_builder.publishing.targets.target import LISTING, listed

GONE = frozenset([404, 410])
TIMEOUT = 10.0
# How many addresses a server is asked for at most.
MOST_ASKED = 40
# What the program writes of an item's words, beside pages: feeds, calendars, the search, sitemaps.
WRITTEN = (".html", ".xml", ".ics", ".txt", ".json", ".js")
LOCALES = Path(__file__).parents[2] / "locales"
# Words that are figures alone, or could be a piece of a digest, stand anywhere.
FIGURES = re.compile(r"[\W\d_]+|[\da-f]{1,8}|[\d年月日号.:-]+")


class Served(Struct, frozen=True):
    """An address that a web server still answers: its status."""

    url: str
    status: int


class Remains(Struct, frozen=True):
    """What is left of what was taken down.

    `files` are release and path of files that hold it; `served` are addresses that are still answered; `named_by` are
    items that name it in their own words, which is no fault; `unasked` is a web server that did not answer;
    `unreleased` tells that no release could be made without it.
    """

    files: tuple[tuple[str, str], ...] = ()
    served: tuple[Served, ...] = ()
    named_by: tuple[str, ...] = ()
    unasked: str = ""
    unreleased: bool = False

    def __bool__(self) -> bool:
        """Tell whether anything is left."""
        return bool(self.files or self.served or self.unreleased)


class Needles(Struct, frozen=True):
    """The texts that may stand in no file, without white space, and the items in whose own words others stand."""

    texts: tuple[str, ...]
    named_by: tuple[str, ...]


def forget_releases(seen: Visit, subject: Subject, needles: Needles) -> tuple[str, ...]:
    """Remove every kept release but the live one in which anything of it is found; give their ids.

    Also where there is none: what a publisher that was killed left unfinished goes too, and may have it.
    """
    live = listed(seen.place.read(seen.far.current, LISTING)) if seen.far.current else {}
    had = [
        each
        for each in seen.far.releases
        if each != seen.far.current and any(find_files(seen, each, subject, needles, live))
    ]
    return seen.place.discard(had)


def find_remains(seen: Visit, subject: Subject, needles: Needles) -> Remains:
    """Look through every release that the target has; `seen` is of after the removal."""
    found = tuple((each, path) for each in seen.far.releases for path in find_files(seen, each, subject, needles, {}))
    return Remains(files=found, named_by=needles.named_by)


def find_files(seen: Visit, release: str, subject: Subject, needles: Needles, clean: dict[str, str]) -> Iterable[str]:
    """Give the files of a release that are made of it or hold its words; those that are as in `clean` hold none."""
    names = listed(seen.place.read(release, LISTING))
    own = {*subject.outputs, *below(subject.address, names)}
    kept = {path for path in names if path.removesuffix(".gz").removesuffix(".br") in own}
    texts = [
        path
        for path, digest in names.items()
        if path.endswith(WRITTEN) and path[0] != "." and clean.get(path) != digest
    ]
    return sorted(kept | (seen.place.mentioning(release, texts, needles.texts) if needles.texts else set()))


def find_needles(seen: Visit, subject: Subject) -> Needles:
    """Choose what to look for: the address as links have it, and words that nothing else that is published has."""
    address = quote(subject.address, safe="/:@!$&'()*+,;=~%")
    base_url = f"{seen.base_url.rstrip('/')}/"
    bases = (f'"{urls.base_path(base_url)}', base_url)
    others = other_words(seen.files())
    links = {f"{base}{form.lstrip('/')}" for base in bases for form in (address, subject.address)}
    texts = {link for link in links if not any(link in text for text in others.values())}
    plain = interface_words(subject.common)
    named_by: set[str] = set()
    for word in subject.words:
        needle = squeezed(word)
        holders = {path for path, text in others.items() if needle in text}
        named_by |= {path for path in holders if path.endswith(".md")}
        if not holders and not is_plain(needle, plain, subject.common):
            texts |= {squeezed(each) for each in spellings(word)}
    named_by |= {path for path, text in others.items() if path.endswith(".md") and squeezed(subject.address) in text}
    return Needles(tuple(sorted(texts)), tuple(sorted(named_by)))


def spellings(word: str) -> set[str]:
    """Give a text as pages, feeds, scripts and calendars write it."""
    marked = html.escape(word, quote=False)
    entities = {marked, html.escape(word), marked.replace("'", "&#39;").replace('"', "&#34;")}
    scripts = {json.dumps(word, ensure_ascii=pure)[1:-1] for pure in (True, False)}
    for sign in "<>&'":
        scripts |= {each.replace(sign, f"\\u{ord(sign):04x}") for each in scripts}
    calendar = word.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
    return {word, *entities, *scripts, calendar}


def squeezed(text: str) -> str:
    """Take the white space out of a text: pages and calendars break lines where they like."""
    return "".join(text.split())


def other_words(files: RecordFiles | None) -> dict[str, str]:
    """Give the texts of all that is published, without white space, by path."""
    paths = [path for path in files.paths() if path.endswith(TEXTS)] if files else []
    return {path: squeezed(files.read(path).decode("utf-8", "replace")) for path in paths} if files else {}


def is_plain(needle: str, plain: str, common: Iterable[str]) -> bool:
    """Tell whether a word is one of the program's own, or figures and dates alone, so that it proves nothing."""
    names = {squeezed(each) for each in common} | {""}
    return needle in plain or bool(FIGURES.fullmatch(needle)) or names.issuperset(re.split(r"[\W\d_]+", needle))


def interface_words(common: Iterable[str]) -> str:
    """Give the words that the program itself puts on pages, without white space, and those common to all pages."""
    sources = [*default_theme().rglob("*.html"), *default_theme().rglob("*.js"), *LOCALES.rglob("*.po")]
    return squeezed("\n".join([*(each.read_text("utf-8", "replace") for each in sorted(sources)), *common]))


def ask_server(seen: Visit, subject: Subject) -> tuple[tuple[Served, ...], str]:
    """Ask the web server for it, where one answers: what it still gives, and where none answers its address."""
    root = root_of(seen.there.url or seen.base_url)
    addresses = [subject.address, *(f"/{path}" for path in subject.outputs if not path.endswith(".html"))]
    served = []
    with fetcher(timeout=TIMEOUT) as web:
        if web.get(root, limit=1).failure:
            return (), root
        for address in dict.fromkeys(addresses[:MOST_ASKED]):
            url = root + urls.href("/", address)[1:]
            answer = web.get(url, limit=1)
            if answer.status not in GONE:
                served.append(Served(url, answer.status))
    return tuple(served), ""
