"""Whether anything of what was taken down is left on a target or still served; removes old releases, nothing else."""

import html
import json
import re
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from site_builder import urls
from site_builder.building.theme import find_default_theme
from site_builder.http_client import open_client, parse_root_url
from site_builder.publishing.deployment import Deployment
from site_builder.publishing.record.ended_addresses import find_files_at
from site_builder.publishing.record.source_record import TEXT_SUFFIXES, RecordFiles
from site_builder.publishing.takedown.subject import TakedownSubject, has_introduction
from site_builder.publishing.targets.target import decode_checksums
from site_builder.state_folder import CHECKSUMS

GONE = frozenset([404, 410])
TIMEOUT = 10.0
# How many addresses a server is asked for at most.
MAX_REQUESTS = 40
# What the program writes of an item's words, beside pages: feeds, calendars, the search, sitemaps.
TEXT_OUTPUTS = (".html", ".xml", ".ics", ".txt", ".json", ".js")
LOCALES = Path(__file__).parents[2] / "locales"
# Words that are figures alone, or could be a piece of a digest, stand anywhere.
FIGURES = re.compile(r"[\W\d_]+|[\da-f]{1,8}|[\d年月日号.:-]+")


class ServedAddress(Struct, frozen=True):
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
    served: tuple[ServedAddress, ...] = ()
    named_by: tuple[str, ...] = ()
    unasked: str = ""
    unreleased: bool = False

    def __bool__(self) -> bool:
        """Tell whether anything is left."""
        return bool(self.files or self.served or self.unreleased)


class SearchTexts(Struct, frozen=True):
    """The texts that may stand in no file, without white space, and the items in whose own words others stand."""

    texts: tuple[str, ...]
    named_by: tuple[str, ...]


def remove_releases_with(
    deployment: Deployment, subject: TakedownSubject, search_texts: SearchTexts
) -> tuple[str, ...]:
    """Remove every kept release but the live one in which anything of it is found; give their ids.

    Also where there is none: what a publisher that was killed left unfinished goes too, and may have it.
    """
    live = (
        decode_checksums(deployment.target.read(deployment.snapshot.current, CHECKSUMS))
        if deployment.snapshot.current
        else {}
    )
    found = [
        each
        for each in deployment.snapshot.releases
        if each != deployment.snapshot.current and any(find_files(deployment, each, subject, search_texts, live))
    ]
    return deployment.target.remove_releases(found)


def find_remains(deployment: Deployment, subject: TakedownSubject, search_texts: SearchTexts) -> Remains:
    """Look through every release that the target has; `deployment` is of after the removal."""
    found = tuple(
        (each, path)
        for each in deployment.snapshot.releases
        for path in find_files(deployment, each, subject, search_texts, {})
    )
    return Remains(files=found, named_by=search_texts.named_by)


def find_files(
    deployment: Deployment, release: str, subject: TakedownSubject, search_texts: SearchTexts, clean: dict[str, str]
) -> Iterable[str]:
    """Give the files of a release that are made of it or hold its words; those that are as in `clean` hold none."""
    checksums = decode_checksums(deployment.target.read(release, CHECKSUMS))
    own = {*subject.outputs, *find_files_at(subject.address, checksums)}
    if has_introduction(deployment, release, subject.address):
        own.add(urls.make_output_path(urls.find_list_of(subject.address)))
    kept = {path for path in checksums if path.removesuffix(".gz").removesuffix(".br") in own}
    texts = [
        path
        for path, digest in checksums.items()
        if path.endswith(TEXT_OUTPUTS) and path[0] != "." and clean.get(path) != digest
    ]
    return sorted(
        kept | (deployment.target.search_files(release, texts, search_texts.texts) if search_texts.texts else set())
    )


def select_search_texts(deployment: Deployment, subject: TakedownSubject) -> SearchTexts:
    """Choose what to look for: the address as links have it, and words that nothing else that is published has."""
    address = urls.make_href("/", subject.address)
    base_url = f"{deployment.base_url.rstrip('/')}/"
    bases = (f'"{urls.get_base_path(base_url)}', base_url)
    others = read_other_texts(deployment.open_live_record())
    links = {f"{base}{form.lstrip('/')}" for base in bases for form in (address, subject.address)}
    texts = {link for link in links if not any(link in text for text in others.values())}
    interface = collect_interface_words(subject.common)
    named_by: set[str] = set()
    for word in subject.words:
        needle = remove_whitespace(word)
        holders = {path for path, text in others.items() if needle in text}
        named_by |= {path for path in holders if path.endswith(".md")}
        if not holders and not is_generic(needle, interface, subject.common):
            texts |= {remove_whitespace(each) for each in list_spellings(word)}
    named_by |= {
        path for path, text in others.items() if path.endswith(".md") and remove_whitespace(subject.address) in text
    }
    return SearchTexts(tuple(sorted(texts)), tuple(sorted(named_by)))


def list_spellings(word: str) -> set[str]:
    """Give a text as pages, feeds, scripts and calendars write it."""
    marked = html.escape(word, quote=False)
    entities = {marked, html.escape(word), marked.replace("'", "&#39;").replace('"', "&#34;")}
    scripts = {json.dumps(word, ensure_ascii=pure)[1:-1] for pure in (True, False)}
    for sign in "<>&'":
        scripts |= {each.replace(sign, f"\\u{ord(sign):04x}") for each in scripts}
    calendar = word.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
    return {word, *entities, *scripts, calendar}


def remove_whitespace(text: str) -> str:
    """Take the white space out of a text: pages and calendars break lines where they like."""
    return "".join(text.split())


def read_other_texts(files: RecordFiles | None) -> dict[str, str]:
    """Give the texts of all that is published, without white space, by path."""
    paths = [path for path in files.list_paths() if path.endswith(TEXT_SUFFIXES)] if files else []
    return {path: remove_whitespace(files.read(path).decode("utf-8", "replace")) for path in paths} if files else {}


def is_generic(needle: str, interface: str, common: Iterable[str]) -> bool:
    """Tell whether a word is one of the program's own, or figures and dates alone, so that it proves nothing."""
    names = {remove_whitespace(each) for each in common} | {""}
    return needle in interface or bool(FIGURES.fullmatch(needle)) or names.issuperset(re.split(r"[\W\d_]+", needle))


def collect_interface_words(common: Iterable[str]) -> str:
    """Give the words that the program itself puts on pages, without white space, and those common to all pages."""
    sources = [*find_default_theme().rglob("*.html"), *find_default_theme().rglob("*.js"), *LOCALES.rglob("*.po")]
    return remove_whitespace("\n".join([*(each.read_text("utf-8", "replace") for each in sorted(sources)), *common]))


def ask_server(deployment: Deployment, subject: TakedownSubject) -> tuple[tuple[ServedAddress, ...], str]:
    """Ask the web server for it, where one answers: what it still gives, and where none answers its address."""
    root = parse_root_url(deployment.destination.url or deployment.base_url)
    own = [] if urls.find_list_of(subject.address) else [subject.address]
    addresses = [*own, *(f"/{path}" for path in subject.outputs if not path.endswith(".html"))]
    served = []
    with open_client(timeout=TIMEOUT) as client:
        if client.get(root, limit=1).failure:
            return (), root
        for address in dict.fromkeys(addresses[:MAX_REQUESTS]):
            url = root + urls.make_href("/", address)[1:]
            answer = client.get(url, limit=1)
            if answer.status not in GONE:
                served.append(ServedAddress(url, answer.status))
    return tuple(served), ""
