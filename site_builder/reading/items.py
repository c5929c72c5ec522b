"""Files found -> Items: takes what is unchanged from the last run and has the rest parsed; opens no item itself."""

from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from functools import partial
from hashlib import blake2b
from pathlib import Path

import msgspec
from msgspec import Struct

from site_builder.config import Config
from site_builder.model import Attachment, Entry, Item
from site_builder.problem import Checked, Place, Problem, problem
from site_builder.reading.fragments import Fragments
from site_builder.reading.parse import Bench, Job, Outcome, Parsed, digest, parse_chunk
from site_builder.reading.sources import Source, Sources, Stamp, versions

# Groups of translations that one worker parses at a time.
CHUNK = 64


class Known(Struct, frozen=True):
    """What the last run read: stamps that can still be believed, files parsed and copied, by path."""

    settings: str = ""
    stamps: dict[str, Stamp] = {}
    parsed: dict[str, Parsed] = {}
    copied: dict[str, Attachment] = {}


class Items(Struct, frozen=True):
    """Every sound item and plain page, those that have an error, files that are copied, names used before registered.

    `drafts` are the paths, relative to the site, of files that say they are drafts; `unreadable` those, below content/,
    that have an error; `parsed` counts files parsed anew.
    """

    items: tuple[Item, ...]
    attachments: tuple[Attachment, ...]
    static: tuple[Attachment, ...]
    unregistered: tuple[tuple[str, Entry], ...]
    unsound: tuple[Item, ...]
    unreadable: tuple[str, ...]
    drafts: frozenset[str]
    known: Known
    parsed: int


def parse_items(  # noqa: PLR0913, PLR0917 - the steps of a build pass plain values on
    site: Path, sources: Sources, config: Config, known: Known, fragments: Fragments, executor: Executor | None = None
) -> Checked[Items]:
    """Parse what changed; an unchanged file keeps what the last run made of it.

    With an executor the work goes over it in chunks.
    """
    settings = settings_digest(config)
    before = known if known.settings == settings else Known(copied=known.copied, stamps=known.stamps)
    believed = {each.path for each in sources.files if known.stamps.get(each.path) == each.stamp}
    groups = versions(sources.files, tuple(each.id for each in config.languages))
    jobs = [
        Job(
            stem, tuple((each.path, language, before.parsed.get(each.path)) for language, each in sorted(files.items()))
        )
        for stem, files in groups.items()
    ]
    still = {job.stem for job in jobs if all(old and path in believed for path, _, old in job.files)}
    outcomes = [Outcome(old) for job in jobs if job.stem in still for _, _, old in job.files if old]
    todo = [job for job in jobs if job.stem not in still]
    for chunk in work(site, todo, config, fragments, executor):
        outcomes += chunk
        fragments.add((o.parsed.item.body, o.fragment) for o in chunk if o.parsed.item and o.fragment)
    copied, unreadable = copies(site, sources, known, believed)
    return gathered(sources, settings, outcomes, copied, unreadable)


def settings_digest(config: Config) -> str:
    """Give the digest of the settings that an item is read against; no other setting has anything read again."""
    read_by = (config.language, config.languages, config.time_zone, config.open_registries, config.entries)
    return digest(msgspec.msgpack.encode(read_by))


def work(
    site: Path, jobs: list[Job], config: Config, fragments: Fragments, executor: Executor | None
) -> Iterator[list[Outcome]]:
    """Parse jobs here, or over an executor in chunks."""
    chunks = [jobs[n : n + CHUNK] for n in range(0, len(jobs), CHUNK)]
    if executor is None or len(chunks) <= 1:
        bench = Bench(site, config, fragments) if jobs else None
        yield from (bench.parse(chunk) for chunk in chunks if bench)
        return
    parse = partial(parse_chunk, site, msgspec.msgpack.encode(config), fragments.file)
    for result in executor.map(parse, map(msgspec.msgpack.encode, chunks)):
        yield msgspec.msgpack.decode(result, type=list[Outcome])


def copies(
    site: Path, sources: Sources, known: Known, believed: set[str]
) -> tuple[dict[str, Attachment], tuple[Problem, ...]]:
    """Take the digest and the pixels of every attachment and static file; one that cannot be read is a Problem."""
    found: dict[str, Attachment] = {}
    problems: list[Problem] = []
    for each in sources.files:
        if each.part not in {"attachment", "static"}:
            continue
        old = known.copied.get(each.path)
        try:
            found[each.path] = old if old and each.path in believed else copy_of(site, each)
        except OSError as error:
            at = Place(f"content/{each.path}")
            problems.append(problem("error", "name", at, "the file cannot be read: {reason}", reason=error.strerror))
    return found, tuple(problems)


def copy_of(site: Path, source: Source) -> Attachment:
    """Read a file that is copied."""
    from site_builder.reading.pictures import is_picture, measure

    file = site / "content" / source.path
    with file.open("rb") as stream:
        hashed = blake2b(digest_size=16)
        while block := stream.read(1 << 20):
            hashed.update(block)
    width, height = measure(file, source.path) if is_picture(source.path) else (0, 0)
    return Attachment(source.path, source.owner, hashed.hexdigest(), source.stamp.size, width, height)


def gathered(
    sources: Sources,
    settings: str,
    outcomes: Iterable[Outcome],
    copied: dict[str, Attachment],
    unreadable: tuple[Problem, ...],
) -> Checked[Items]:
    """Put the outcomes in the order of their paths."""
    outcomes = sorted(outcomes, key=lambda o: o.parsed.path)
    drafts = frozenset(f"content/{o.parsed.path}" for o in outcomes if o.parsed.draft)
    problems = [p for o in outcomes for p in o.parsed.problems]
    known = Known(
        settings,
        {each.path: each.stamp for each in sources.files},
        {o.parsed.path: o.parsed for o in outcomes if o.parsed.digest},
        copied,
    )
    items = Items(
        items=tuple(o.parsed.item for o in outcomes if o.parsed.item and o.parsed.sound),
        unsound=tuple(o.parsed.item for o in outcomes if o.parsed.item and not o.parsed.sound),
        attachments=tuple(each for each in copied.values() if each.owner),
        static=tuple(each for each in copied.values() if not each.owner),
        unregistered=tuple((o.parsed.path, entry) for o in outcomes for entry in o.parsed.unregistered),
        drafts=drafts,
        unreadable=tuple(o.parsed.path for o in outcomes if not o.parsed.sound),
        known=known,
        parsed=sum(o.anew for o in outcomes),
    )
    return Checked(items, (*problems, *unreadable))
