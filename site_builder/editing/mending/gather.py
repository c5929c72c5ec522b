"""The gate of all mends: finds those of a site, kind after kind, and lets through what is certain; writes nothing.

Each kind looks at the texts as those accepted before leave them, so that changes of several kinds may meet.
"""

from collections.abc import Iterable, Iterator
from itertools import accumulate
from pathlib import Path

from msgspec import Struct

from site_builder.config import Config
from site_builder.content.parse_item import read_file
from site_builder.editing.mending.kinds import MendKind, list_mend_kinds
from site_builder.editing.mending.reading import TrialReader, TrialReading
from site_builder.front_matter.split import split_front_matter
from site_builder.mends.mend import Mend, MendableText
from site_builder.mends.source_text import SourceText, read_source_text

# So many characters are read anew to find out which of a file's changes of one kind are certain.
MOST_PROVED = 4_000_000
# A change may let another of its kind be found: of full-width signs around others.
MOST_ROUNDS = 5


class MendedFile(Struct, frozen=True):
    """A file with accepted changes: path below the site, its bytes as they were read, its text as it will be.

    `added` are the lines of that, by number, that the file does not have.
    """

    path: str
    before: bytes
    source: SourceText
    added: tuple[int, ...] = ()


class MendStep(Struct, frozen=True):
    """Changes made at once: of what text, and which of its lines the file does not have."""

    text: str
    mends: tuple[Mend, ...]
    added: tuple[int, ...]


class Offer(Struct, frozen=True):
    """The certain changes of one kind to one file, one after another: the file without them and with them."""

    kind: MendKind
    file: MendedFile
    mended: MendedFile
    steps: tuple[MendStep, ...]

    @property
    def mends(self) -> tuple[Mend, ...]:
        """All changes."""
        return tuple(each for step in self.steps for each in step.mends)


class MendGate:
    """The files of one site whose changes are asked for."""

    def __init__(self, site: Path, config: Config, paths: Iterable[str], faulty: frozenset[str]) -> None:
        """Begin with those files in which something is found, or wrong (`faulty`), as they are."""
        self.reader = TrialReader(site, config)
        self.kinds = list_mend_kinds(config)
        self.readings: dict[str, TrialReading] = {}
        self.files: dict[str, MendedFile] = {}
        # By kind and file, the text in which nothing more was found.
        self.searched: dict[tuple[str, str], str] = {}
        for path in paths:
            data = read_file(f"{site}/{path}", path).value
            source = read_source_text(data, path) if data else None
            if source and data and (path in faulty or self.has_signs(path, source.text)):
                self.files[path] = MendedFile(path, data, source)

    def has_signs(self, path: str, text: str) -> bool:
        """Tell whether any kind finds something in a text in which nothing is wrong."""
        try:
            start = len(text) - len(split_front_matter(text)[1])
        except ValueError:
            return False
        source = MendableText(path, text, start, ())
        return any(next(kind.find(source), None) for kind in self.kinds)

    def read(self, path: str, text: str) -> TrialReading:
        """Read the text of a file, unless it was read last."""
        reading = self.readings.get(path)
        if reading is None or reading.source.text != text:
            reading = self.readings[path] = self.reader.read(path, text)
        return reading

    def find_offers(self, kind: MendKind) -> tuple[Offer, ...]:
        """Find the certain changes of a kind."""
        return tuple(offer for each in self.files.values() if (offer := self.find_offer(kind, each)))

    def find_offer(self, kind: MendKind, file: MendedFile) -> Offer | None:
        """Find the certain changes of a kind to a file."""
        source, added = file.source, file.added
        steps: list[MendStep] = []
        for _ in range(MOST_ROUNDS):
            known = self.searched.get((kind.name, file.path)) == source.text
            mends = () if known else tuple(self.prove(kind, file.path, source))
            if not mends:
                self.searched[kind.name, file.path] = source.text
                break
            steps.append(MendStep(source.text, mends, added))
            added = count_added_lines(steps[-1])
            source = replace_all(source, mends)
        return Offer(kind, file, MendedFile(file.path, file.before, source, added), tuple(steps)) if steps else None

    def prove(self, kind: MendKind, path: str, source: SourceText) -> list[Mend]:
        """Find changes of a kind and keep those that are certain, also together."""
        text = source.text
        reading = self.read(path, text)
        found = list(kind.find(reading.source))
        kept: list[Mend] = []
        left = MOST_PROVED
        waiting = [found] if found else []
        while waiting and left > 0:
            part = waiting.pop()
            both = sorted((*kept, *part), key=lambda each: each.edits)
            changed = replace_all(source, both)
            left -= len(text)
            after = self.reader.read(path, changed.text)
            if changed.is_read_as(path) and kind.is_certain(reading, after, len(both)):
                kept = both
            elif len(part) > 1:
                waiting += (part[len(part) // 2 :], part[: len(part) // 2])
        return kept

    def accept(self, offers: Iterable[Offer]) -> None:
        """Take changes over into the texts, where they wait to be written."""
        self.files.update((each.file.path, each.mended) for each in offers)

    def list_mended_files(self) -> Iterator[MendedFile]:
        """Give the files that accepted changes make other than they were."""
        return (each for each in self.files.values() if each.source.encode() != each.before)


def count_added_lines(step: MendStep) -> tuple[int, ...]:
    """Give the lines that the file does not have, by their numbers behind a step."""
    lines = [(number, 0, 0) for number in step.added]
    for edit in (each for mend in step.mends for each in mend.edits if "\n" in each.new):
        behind = int(edit.start > 0 and step.text[edit.start - 1] != "\n")
        lines += [(step.text.count("\n", 0, edit.start) + 1, behind, 1)] * edit.new.count("\n")
    moved = accumulate((each[2] for each in sorted(lines)), initial=0)
    return tuple(line + behind + more for (line, behind, _), more in zip(sorted(lines), moved, strict=False))


def replace_all(source: SourceText, mends: Iterable[Mend]) -> SourceText:
    """Apply changes, in order, to a text."""
    return source.replace_spans(tuple(edit for each in mends for edit in each.edits))
