"""A release's record: the sources it was made of, which version of each, since when and by whom; makes no page.

A record is a flat folder. `index` has a line of JSON for the record, then one for each source. Texts lie together in
`text-XX-<digest>` files, brotli of a MessagePack map (path -> bytes), each source in one of 256 of them by its path;
any other source in a file of its own, `file-<digest>`, or in the release itself where that holds the very bytes. Names
hold digests, so that two records share what they have in common. Nothing that is not public is ever in one.
"""

import shutil
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from hashlib import blake2b
from pathlib import Path

import brotli
import msgspec
from msgspec import Struct
from msgspec.structs import replace

from site_builder import urls
from site_builder.atomic import write_whole
from site_builder.problem import CommandError
from site_builder.publishing.record.public_sources import PublicSource

INDEX = "index"
RECORD_FORM = 1
QUALITY = 5
TEXT_SUFFIXES = (".md", ".toml", ".html", ".xml", ".txt")
Runs = tuple[tuple[str, str], ...]


class SourceVersion(Struct, frozen=True, array_like=True):
    """The live version of a source: its path below the site, the digest of its bytes ("" where it is gone).

    `since` is the moment of the release that brought it, `by` who published that; `earlier` are the first and the last
    moments at which it was live before that. `file` is where its bytes are: a file of the record, or `/` and a file of
    the release. `address` and `id` and `lang` are those of an item; it is over from `expires` on and withdrawn from
    `withdrawn` on (seconds since 1970, 0 for never).
    """

    path: str
    digest: str
    since: str
    by: str = ""
    earlier: Runs = ()
    file: str = ""
    address: str = ""
    id: str = ""
    lang: str = ""
    expires: int = 0
    withdrawn: int = 0

    @property
    def name(self) -> str:
        """The name by which the ledger has it."""
        return urls.name_text(self.path.removeprefix("content/"), self.address, self.id)


class RecordHeader(Struct, frozen=True):
    """What is said of a whole record: form, history, moment, the clock of the site and when that next matters.

    All releases that followed one another on a target are of one `history`, named after the first.
    """

    form: int
    history: str
    moment: str
    at: int
    next_change: int | None = None


class SourceRecord(Struct, frozen=True):
    """A record as read: its head and the versions of all sources by path, those that are gone among them."""

    head: RecordHeader
    versions: dict[str, SourceVersion]

    def list_live(self) -> dict[str, SourceVersion]:
        """Give the versions of what is there."""
        return {path: each for path, each in self.versions.items() if each.digest}


def read_record(data: bytes | None) -> SourceRecord | None:
    """Read an index; None for what is none, or of a form that is not known here."""
    head, _, lines = (data or b"").partition(b"\n")
    try:
        read = msgspec.json.decode(head, type=RecordHeader)
        decode = msgspec.json.Decoder(SourceVersion).decode
        versions = {each.path: each for each in map(decode, lines.splitlines())}
    except msgspec.DecodeError:
        return None
    return SourceRecord(read, versions) if read.form == RECORD_FORM and all(map(is_source_path, versions)) else None


def is_source_path(path: str) -> bool:
    """Tell whether a path stays below the site, in content/ or templates/."""
    parts = path.split("/")
    return parts[0] in {"content", "templates"} and all(part not in {"", ".", ".."} for part in parts)


def encode_index(record: SourceRecord) -> bytes:
    """Write an index."""
    encode = msgspec.json.encode
    lines = [encode(record.head), *(encode(record.versions[path]) for path in sorted(record.versions))]
    return b"".join(line + b"\n" for line in lines)


def merge_versions(
    sources: Mapping[str, PublicSource],
    head: RecordHeader,
    before: SourceRecord | None,
    source: SourceRecord | None,
    by: str,
) -> dict[str, SourceVersion]:
    """Give the version of every source of a new release: what is live keeps its moment, what goes stays as gone.

    `head` is that of the new record, `before` the record of the live release, `source` that of the earlier one which is
    gone back to: what comes back is known to all who had it then. What goes because it has expired by itself is
    nobody's change: whoever had it knows that it goes.
    """
    moment = head.moment
    live = before.versions if before else {}
    versions = {}
    for path, each in sources.items():
        last = live.get(path)
        if last is None or last.digest != each.digest:
            last = SourceVersion(path, each.digest, moment, by, find_earlier_runs(source, path, each.digest))
        versions[path] = replace(
            last,
            file="",
            address=each.address,
            id=each.id,
            lang=each.lang,
            expires=each.expires,
            withdrawn=each.withdrawn,
        )
    for path, last in live.items():
        if path not in versions:
            versions[path] = make_gone_version(last, head, source, by) if last.digest else last
    return versions


def make_gone_version(last: SourceVersion, head: RecordHeader, source: SourceRecord | None, by: str) -> SourceVersion:
    """Give what is left of a source that goes."""
    if source is None and 0 < last.expires <= head.at:
        return SourceVersion(last.path, "", last.since, last.by, last.earlier)
    return SourceVersion(last.path, "", head.moment, by, find_earlier_runs(source, last.path, ""))


def find_earlier_runs(source: SourceRecord | None, path: str, digest: str) -> Runs:
    """Give when a source was live before in a version, by the record of the release that is gone back to."""
    if source is None:
        return ()
    old = source.versions.get(path)
    if old is None:
        return () if digest else (("", source.head.moment),)
    return (*old.earlier, (old.since, source.head.moment)) if old.digest == digest else ()


def write_record(
    folder: Path,
    head: RecordHeader,
    versions: Mapping[str, SourceVersion],
    read: Callable[[str], bytes],
    released: Mapping[str, str],
) -> bytes:
    """Write a record into a folder that may hold an earlier one; give its index.

    `read` gives the bytes of a source, `released` by digest a file of the release that has the same bytes. Raises
    CommandError(3) where a source was changed meanwhile.
    """
    folder.mkdir(parents=True, exist_ok=True)
    places = {path: released[each.digest] for path, each in versions.items() if each.digest in released}
    texts: dict[str, list[str]] = defaultdict(list)
    for path, each in versions.items():
        if each.digest and path not in places:
            if path.endswith(TEXT_SUFFIXES):
                texts[blake2b(path.encode(), digest_size=1).hexdigest()].append(path)
            else:
                places[path] = f"file-{each.digest}"
    wanted = {name for name in places.values() if name.startswith("file-")}
    for path in sorted(places):
        if places[path] in wanted and not (folder / places[path]).is_file():
            write_whole(folder / places[path], read_unchanged(path, versions[path].digest, read))
    for part, paths in texts.items():
        key = "".join(f"{path}\0{versions[path].digest}\n" for path in sorted(paths))
        name = f"text-{part}-{blake2b(key.encode(), digest_size=16).hexdigest()}"
        if not (folder / name).is_file():
            held = {path: read_unchanged(path, versions[path].digest, read) for path in sorted(paths)}
            write_whole(folder / name, brotli.compress(msgspec.msgpack.encode(held), quality=QUALITY))
        places |= dict.fromkeys(paths, name)
        wanted.add(name)
    placed = {path: replace(each, file=places.get(path, "")) for path, each in versions.items()}
    index = encode_index(SourceRecord(head, placed))
    write_whole(folder / INDEX, index)
    for file in folder.iterdir():
        if file.name not in wanted | {INDEX}:
            file.unlink()
    return index


def copy_record(files: "RecordFiles", record: SourceRecord, folder: Path) -> bytes:
    """Put the files of a record into a folder with another index; give that."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(files.require_folder(), folder)
    index = encode_index(record)
    write_whole(folder / INDEX, index)
    return index


def read_unchanged(path: str, digest: str, read: Callable[[str], bytes]) -> bytes:
    """Read a source that has to have a digest."""
    data = read(path)
    if not has_digest(data, digest):
        raise CommandError(3, "{path} was changed while it was published; publish again", path=path)
    return data


def has_digest(data: bytes | None, digest: str) -> bool:
    """Tell whether something is there and has a digest."""
    return data is not None and digest_source(data) == digest


def digest_source(data: bytes) -> str:
    """Give the digest of a source's bytes."""
    return blake2b(data, digest_size=16).hexdigest()


class RecordFiles:
    """A record with the bytes of its sources, checked when they are read; they are fetched when they are asked for."""

    def __init__(
        self,
        record: SourceRecord,
        fetch: Callable[[], Path],
        read_released: Callable[[str], bytes | None],
        find_spare: Callable[[SourceVersion], bytes | None] = lambda _: None,
    ) -> None:
        """Read from the folder that `fetch` gives, of files that the release has from `read_released`.

        `find_spare` gives what may be the same bytes from elsewhere, for what is damaged.
        """
        self.record = record
        self.fetch = fetch
        self.folder: Path | None = None
        self.read_released = read_released
        self.find_spare = find_spare
        self.texts: dict[str, dict[str, bytes]] = {}

    def read(self, path: str) -> bytes:
        """Give the bytes of a source; raises CommandError(3) where they are not those that were recorded."""
        version = self.record.versions[path]
        data = self.find_data(path, version.file)
        if not has_digest(data, version.digest):
            data = self.find_spare(version)
        if data is None or not has_digest(data, version.digest):
            message = "the record of the release of {moment} is damaged: {path} is not as it was published"
            raise CommandError(3, message, moment=self.record.head.moment, path=path)
        return data

    def find_data(self, path: str, name: str) -> bytes | None:
        """Find the bytes of a source."""
        if name.startswith("/"):
            return self.read_released(name[1:])
        file = self.require_folder() / name
        if not name or "/" in name or not file.is_file():
            return None
        if not name.startswith("text-"):
            return file.read_bytes()
        if name not in self.texts:
            try:
                held = brotli.decompress(file.read_bytes())
                self.texts[name] = msgspec.msgpack.decode(held, type=dict[str, bytes])
            except (brotli.error, msgspec.DecodeError):
                return None
        return self.texts[name].get(path)

    def require_folder(self) -> Path:
        """Give the folder that holds the record."""
        if self.folder is None:
            self.folder = self.fetch()
        return self.folder

    def list_paths(self) -> Iterable[str]:
        """List what is there."""
        return sorted(self.record.list_live())
