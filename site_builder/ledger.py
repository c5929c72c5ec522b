"""Every address ever published: `content/ledger.jsonl` read, added to and merged; knows no target and no site.

A line is one publication, removal or takedown of one address, or says that a release was published from here. Lines are
only ever added, and mean the same in any order, so that Git (and we) may merge two ledgers by taking the lines of both.
"""

import json
from collections.abc import Collection, Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from site_builder.problem import Checked, Place, Problem, make_problem

LEDGER = "content/ledger.jsonl"
Kind = Literal["item", "page", "file", "alias", "removed", "takedown", "release"]
# Words of Problems that say how a removal is recorded.
REMOVAL = '{{"address": "{address}", "kind": "removed", "published": "{moment}", "reason": "why"}}'


class LedgerLine(Struct, frozen=True, omit_defaults=True):
    """One line: what became of an address at a moment (ISO 8601, UTC), whose it is, the digest of what stood there.

    `first` is the day on which the address was first published; `says` has digests of what an item's block said.
    """

    address: str
    kind: Kind
    published: str
    id: str = ""
    lang: str = ""
    digest: str = ""
    first: str = ""
    reason: str = ""
    says: str = ""


class Ledger(Struct, frozen=True):
    """All lines, and by address the last that counts; `number` has the line on which an address last stands.

    `releases` are those that were published from here: the history that each is of, and its moment.
    """

    lines: tuple[str, ...] = ()
    last: dict[str, LedgerLine] = {}
    number: dict[str, int] = {}
    releases: frozenset[tuple[str, str]] = frozenset()

    def list_taken_down(self) -> tuple[str, ...]:
        """Give the addresses that were taken down."""
        return tuple(address for address, line in self.last.items() if line.kind == "takedown")

    def format_line(self, address: str) -> str:
        """Give the line that counts for an address, as it is written now."""
        return encode_line(self.last[address])

    def list_published(self) -> tuple[LedgerLine, ...]:
        """Give the addresses that are published and neither removed nor taken down."""
        return tuple([line for line in self.last.values() if line.kind not in {"removed", "takedown"}])


def read_ledger(site: Path) -> Checked[Ledger]:
    """Read a site's ledger; empty where there is none. A line that cannot be read is a Problem of rule `ledger`."""
    file = site / LEDGER
    if not file.is_file():
        return Checked(Ledger())
    return parse_ledger(file.read_bytes())


def parse_ledger(data: bytes) -> Checked[Ledger]:
    """Read a ledger's bytes."""
    problems: list[Problem] = []
    texts: list[str] = []
    numbered: list[tuple[int, LedgerLine]] = []
    moments: set[str] = set()
    releases: set[tuple[str, str]] = set()
    decode = msgspec.json.Decoder(LedgerLine).decode
    for number, raw in enumerate(data.decode("utf-8", "replace").splitlines(), 1):
        text = raw.strip()
        if not text:
            continue
        try:
            line = decode(text)
            if line.published not in moments:
                datetime.fromisoformat(line.published)
                moments.add(line.published)
        except (msgspec.DecodeError, ValueError):
            at = Place(LEDGER, number, 1, raw)
            message, hint = (
                "this line of the ledger cannot be read",
                "take it as it is in the last version that was published",
            )
            problems.append(make_problem("error", "ledger", at, message, hint))
            continue
        texts.append(text)
        if line.kind == "release":
            releases.add((line.id, line.published))
        else:
            numbered.append((number, line))
    ranked = sort_lines(numbered)
    last = {line.address: line for _, line in ranked}
    numbers = {line.address: number for number, line in ranked}
    return Checked(Ledger(tuple(dict.fromkeys(texts)), last, numbers, frozenset(releases)), tuple(problems))


def sort_lines(numbered: Collection[tuple[int, LedgerLine]]) -> list[tuple[int, LedgerLine]]:
    """Order lines: a takedown counts most whatever any clock said, then the latest, of one moment a removal.

    One key after another, the last first: that is several times as quick as one key of them all.
    """
    kinds = {line.kind for _, line in numbered}
    ranked = sorted(numbered, key=lambda pair: pair[1].digest)
    if "removed" in kinds:
        ranked.sort(key=lambda pair: pair[1].kind == "removed")
    ranked.sort(key=lambda pair: pair[1].published)
    if "takedown" in kinds:
        ranked.sort(key=lambda pair: pair[1].kind == "takedown")
    return ranked


def merge_ledgers(*ledgers: bytes) -> bytes:
    """Take the lines of all ledgers, each once, those of the first in their order; lines that cannot be read stay."""
    texts = (text.strip() for data in ledgers for text in data.decode("utf-8", "replace").splitlines())
    return "".join(f"{text}\n" for text in dict.fromkeys(texts) if text).encode()


def subtract_ledger(ledger: bytes, other: bytes) -> bytes:
    """Give the lines of a ledger that another one does not have."""
    known = {text.strip() for text in other.decode("utf-8", "replace").splitlines()}
    texts = (text.strip() for text in ledger.decode("utf-8", "replace").splitlines())
    return "".join(f"{text}\n" for text in texts if text and text not in known).encode()


def select_new_lines(ledger: Ledger, present: Iterable[LedgerLine]) -> bytes:
    """Give the lines that a publication adds: addresses that are new, back again, or whose content has changed."""
    lines = []
    for line in sorted(present, key=lambda each: each.address):
        known = ledger.last.get(line.address)
        if known is None or known.kind in {"removed", "takedown"} or get_content(known) != get_content(line):
            first = known.first if known and known.first else line.published[:10]
            lines.append(encode_line(msgspec.structs.replace(line, first=first)))
    return "".join(f"{each}\n" for each in lines).encode()


def select_takedowns(data: bytes) -> bytes:
    """Give the lines of a ledger that take something down."""
    ledger = parse_ledger(data).value
    return "".join(f"{ledger.format_line(address)}\n" for address in ledger.list_taken_down()).encode()


def remove_releases(data: bytes) -> bytes:
    """Give the lines of somebody else's ledger: none that says what was published from their folder."""
    lines = data.decode("utf-8", "replace").splitlines()
    return "".join(f"{line}\n" for line in lines if not is_release(line)).encode()


def is_release(line: str) -> bool:
    """Tell whether a line says that a release was published."""
    with suppress(msgspec.DecodeError):
        return '"release"' in line and msgspec.json.decode(line, type=LedgerLine).kind == "release"
    return False


def make_release_line(history: str, published: str) -> bytes:
    """Write the line that says that a release was published from here."""
    return (encode_line(LedgerLine("/", "release", published, history)) + "\n").encode()


def get_content(line: LedgerLine) -> tuple[str, str, str]:
    """Give what a line says of the content of its address."""
    return line.digest, line.id, line.says


def encode_line(line: LedgerLine) -> str:
    """Write a line."""
    return json.dumps(msgspec.to_builtins(line), ensure_ascii=False, sort_keys=True)


def format_moment(seconds: float) -> str:
    """Write a moment as the ledger does."""
    return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
