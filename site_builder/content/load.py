"""Files found -> Items: takes what is unchanged from the last run and has the rest parsed; opens no item itself."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache, partial
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from site_builder.config import Config
from site_builder.config.look.design import FONT_SUFFIXES
from site_builder.content.body_cache import BodyCache
from site_builder.content.parse_result import ParsedFile, ParseJob, ParseResult, TextCheckerFactory, digest_bytes
from site_builder.content.scan import SourceFile, Sources, Stamp, split_language
from site_builder.foreign_readers.limits import TooLargeError
from site_builder.language import strip_own_words
from site_builder.model import Attachment, Item, RegistryEntry
from site_builder.problem import Checked, Place, Problem, make_problem

if TYPE_CHECKING:
    from site_builder.content.parse_item import ItemParser
    from site_builder.executor import Executor

# Groups of translations that one worker parses at a time, and files that one looks at.
CHUNK = 64
# Nobody downloads a larger file from a bulletin, and every release would hold it again.
LARGEST_COPIED = 512 << 20
FILES = 8


class ContentCache(Struct, frozen=True):
    """What the last run read: stamps that can still be believed, files parsed and copied, by path."""

    settings: str = ""
    stamps: dict[str, Stamp] = {}
    parsed: dict[str, ParsedFile] = {}
    copied: dict[str, Attachment] = {}


class Items(Struct, frozen=True):
    """Every sound item and plain page, those that have an error, files that are copied, names used before registered.

    `drafts` are the paths, relative to the site, of files that say they are drafts; `unreadable` those, below content/,
    that have an error; `parsed` counts files parsed anew; `design` are files beside site.toml that it names.
    """

    items: tuple[Item, ...]
    attachments: tuple[Attachment, ...]
    static: tuple[Attachment, ...]
    unregistered: tuple[tuple[str, RegistryEntry], ...]
    unsound: tuple[Item, ...]
    unreadable: tuple[str, ...]
    drafts: frozenset[str]
    cache: ContentCache
    parsed: int
    design: tuple[Attachment, ...] = ()


def parse_items(  # noqa: PLR0913, PLR0917 - the steps of a build pass plain values on
    site: Path,
    sources: Sources,
    config: Config,
    cache: ContentCache,
    body_cache: BodyCache,
    make_checker: TextCheckerFactory,
    executor: "Executor | None" = None,
) -> Checked[Items]:
    """Parse what changed; an unchanged file keeps what the last run made of it.

    `make_checker` makes, for the settings, what judges a text. With an executor the work goes over it in chunks.
    """
    settings = digest_settings(config)
    before = cache if cache.settings == settings else ContentCache(copied=cache.copied, stamps=cache.stamps)
    stamps = cache.stamps
    believed = {s.path for s in sources.files if (old := stamps.get(s.path)) is s.stamp or old == s.stamp}
    parsed = {each.path: before.parsed.get(each.path) for each in sources.files if each.kind in {"item", "page"}}
    changed = [path for path, old in parsed.items() if old is None or path not in believed]
    gone = [path for path in before.parsed if path not in parsed]
    anew = 0
    for chunk in run_jobs(
        site, make_jobs((*changed, *gone), parsed, config), config, body_cache, make_checker, executor
    ):
        body_cache.add((o.parsed.item.body, o.body) for o in chunk if o.parsed.item and o.body)
        for each in chunk:
            parsed[each.parsed.path] = each.parsed
            anew += each.anew
    copied, unreadable = read_copied_files(site, sources, cache, believed, executor)
    return collect_items(sources, settings, [each for each in parsed.values() if each], anew, copied, unreadable)


def make_jobs(changed: Iterable[str], parsed: Mapping[str, ParsedFile | None], config: Config) -> list[ParseJob]:
    """Give the groups of translations that hold a changed file, or held one that is gone."""
    languages = tuple(each.id for each in config.languages)
    jobs = []
    for stem in dict.fromkeys(split_language(path, languages)[0] for path in changed):
        names = {language: f"{stem}.{language}.md" for language in languages} | {"": f"{stem}.md"}
        files = {language: path for language, path in names.items() if path in parsed}
        if files:
            jobs.append(
                ParseJob(stem, tuple((path, language, parsed[path]) for language, path in sorted(files.items())))
            )
    return jobs


def digest_settings(config: Config) -> str:
    """Give the digest of the settings that an item is read against; no other setting has anything read again."""
    read_by = (
        config.language,
        [replace(each, locale=strip_own_words(each.locale)) for each in config.languages],
        config.text_locales,
        config.time_zone,
        config.open_registries,
        config.entries,
        config.checks,
        config.search,
        config.keeps_line_ends,
        config.fields,
    )
    return digest_bytes(msgspec.msgpack.encode(read_by))


def run_jobs(  # noqa: PLR0913, PLR0917 - the steps of a build pass plain values on
    site: Path,
    jobs: list[ParseJob],
    config: Config,
    body_cache: BodyCache,
    make_checker: TextCheckerFactory,
    executor: "Executor | None",
) -> Iterator[list[ParseResult]]:
    """Parse jobs here, or over an executor in chunks."""
    chunks = [jobs[n : n + CHUNK] for n in range(0, len(jobs), CHUNK)]
    if executor is None and jobs:
        from site_builder.content.parse_item import ItemParser

        yield from map(ItemParser(site, config, body_cache, make_checker).parse_jobs, chunks)
    if executor is None:
        return
    parse = partial(parse_chunk, site, msgspec.msgpack.encode(config), body_cache.file, make_checker)
    for result in executor.map(parse, map(msgspec.msgpack.encode, chunks)):
        yield msgspec.msgpack.decode(result, type=list[ParseResult])


@lru_cache(maxsize=1)
def make_parser(site: Path, config: bytes, body_cache: Path, make_checker: TextCheckerFactory) -> "ItemParser":
    """Lay a worker's tools out, once."""
    from site_builder.content.parse_item import ItemParser

    return ItemParser(site, msgspec.msgpack.decode(config, type=Config), BodyCache(body_cache), make_checker)


def parse_chunk(site: Path, config: bytes, body_cache: Path, make_checker: TextCheckerFactory, jobs: bytes) -> bytes:
    """Parse encoded Jobs in a worker; give encoded Outcomes."""
    parse = make_parser(site, config, body_cache, make_checker).parse_jobs
    return msgspec.msgpack.encode(parse(msgspec.msgpack.decode(jobs, type=list[ParseJob])))


def read_copied_files(
    site: Path, sources: Sources, cache: ContentCache, believed: set[str], executor: "Executor | None"
) -> tuple[dict[str, Attachment], tuple[Problem, ...]]:
    """Read every file but texts that may have changed; one that cannot be read is a Problem."""
    files = [each for each in sources.files if each.kind in {"attachment", "static", "design"}]
    found = {each.path: cache.copied.get(each.path) if each.path in believed else None for each in files}
    anew = [each for each in files if found[each.path] is None]
    chunks = [anew[n : n + FILES] for n in range(0, len(anew), FILES)]
    read = partial(read_copied_chunk, site, {each.path: old for each in anew if (old := cache.copied.get(each.path))})
    problems: list[Problem] = []
    for results in map(read, chunks) if executor is None or len(chunks) <= 1 else executor.map(read, chunks):
        for path, result in results:
            if isinstance(result, Problem):
                problems.append(result)
            else:
                found[path] = result
    return {path: each for path, each in found.items() if each}, tuple(problems)


def read_copied_chunk(
    site: Path, before: Mapping[str, Attachment], sources: Iterable[SourceFile]
) -> list[tuple[str, Attachment | Problem]]:
    """Read files that are copied, or say of each why it cannot be; one with the bytes it had stays as it was."""
    found: list[tuple[str, Attachment | Problem]] = []
    for each in sources:
        try:
            found.append((each.path, read_copied_file(site, each, before.get(each.path))))
        except OSError as error:
            at = Place(f"content/{each.path}")
            message = "the file cannot be read: {reason}"
            found.append((each.path, make_problem("error", "name", at, message, reason=error.strerror)))
        except TooLargeError:
            found.append((each.path, make_size_problem(each.path)))
    return found


def make_size_problem(path: str) -> Problem:
    """Say that a file is too large to be published."""
    hint = "put it where films and large files are kept, and write a link to it"
    limit = f"{LARGEST_COPIED >> 20:,} MiB"
    return make_problem("error", "size", Place(f"content/{path}"), "the file is larger than {limit}", hint, limit=limit)


def read_copied_file(site: Path, source: SourceFile, before: Attachment | None) -> Attachment:
    """Read a file that is copied; raises TooLargeError."""
    from site_builder.images.header import is_foreign, is_picture

    file, size = site / "content" / source.path, source.stamp.size
    if size > LARGEST_COPIED:
        raise TooLargeError
    with file.open("rb") as stream:
        hashed = blake2b(digest_size=16)
        while block := stream.read(1 << 20):
            hashed.update(block)
    digest = hashed.hexdigest()
    if before and (before.digest, before.owner, before.size) == (digest, source.owner, size):
        return before
    if is_picture(source.path) or is_foreign(source.path):
        from site_builder.images.examine import examine_picture

        seen = examine_picture(file, source.path, digest)
        return Attachment(source.path, source.owner, digest, size, seen.width, seen.height, seen.picture, seen.failure)
    if source.kind == "design" and source.path.lower().endswith(FONT_SUFFIXES):
        from site_builder.images.font_signs import read_font

        signs = read_font(file)
        return Attachment(source.path, "", digest, size, failure="" if signs else "font", signs=signs)
    from site_builder.documents.metadata import PAGES, read_metadata

    said = dict(read_metadata(file))
    pages = said.pop(PAGES, "")
    return Attachment(
        source.path,
        source.owner,
        digest,
        size,
        metadata=tuple(said.items()),
        pages=int(pages) if pages.isdecimal() else 0,
    )


def list_drafts(
    parsed: Iterable[ParsedFile], notable: Iterable[ParsedFile], copied: Mapping[str, Attachment]
) -> Iterator[str]:
    """Give the files that say they are drafts, which are some of those telling, and what lies beside drafts alone."""
    found = [each.path for each in notable if each.draft]
    if found:
        finished = {each.path.rpartition("/")[0] for each in parsed if not each.draft}
        alone = {path.rpartition("/")[0] for path in found} - finished
        yield from found
        yield from (each.path for each in copied.values() if each.owner in alone)


class EntryCache(dict[bytes, RegistryEntry]):
    """Entries by how they are encoded, each decoded once."""

    def __missing__(self, encoded: bytes) -> RegistryEntry:
        """Decode one."""
        found = self[encoded] = msgspec.msgpack.decode(encoded, type=RegistryEntry)
        return found


def collect_items(  # noqa: PLR0913, PLR0917 - what was read, part by part
    sources: Sources,
    settings: str,
    parsed: list[ParsedFile],
    anew: int,
    copied: dict[str, Attachment],
    unreadable: tuple[Problem, ...],
) -> Checked[Items]:
    """Divide what was parsed, in the order of the paths."""
    named = [each.path for each in sources.files if each.kind == "design"]
    cache = ContentCache(
        settings,
        {each.path: each.stamp for each in sources.files},
        {each.path: each for each in parsed if each.digest},
        copied,
    )
    sound = [each.item for each in parsed if each.sound and each.item]
    # Of most there is nothing else to say: the few others are looked through for each thing.
    notable = [each for each in parsed if not each.sound or each.draft or each.problems or each.unregistered]
    unsound = [each for each in notable if not each.sound]
    entries = EntryCache()
    items = Items(
        items=tuple(sound),
        unsound=tuple(each.item for each in unsound if each.item),
        attachments=tuple(each for each in copied.values() if each.owner),
        static=tuple(each for each in copied.values() if not each.owner and each.path not in named),
        design=tuple(copied[path] for path in named if path in copied),
        unregistered=tuple([(each.path, entries[entry]) for each in notable for entry in each.unregistered]),
        drafts=frozenset([f"content/{each}" for each in list_drafts(parsed, notable, copied)]),
        unreadable=tuple(each.path for each in unsound),
        cache=cache,
        parsed=anew,
    )
    return Checked(items, (*(each for found in notable for each in found.problems), *unreadable))
