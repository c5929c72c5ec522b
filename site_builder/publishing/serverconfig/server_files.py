"""The files of a release that web servers include, and what they were made of; switches to none."""

from collections.abc import Iterable
from pathlib import Path

import msgspec
from msgspec.structs import replace

from site_builder.ledger import Ledger
from site_builder.problem import CommandError
from site_builder.publishing.serverconfig.render_config import KINDS, render_included
from site_builder.publishing.serverconfig.server_facts import ServerFacts, select_gone
from site_builder.state_folder import SERVER_FILES

FACTS = f"{SERVER_FILES}/facts.json"


def list_server_files() -> tuple[str, ...]:
    """List what a release may have of it, as paths below its root."""
    return FACTS, *(f"{SERVER_FILES}/{each.template}" for each in KINDS.values())


def write_server_files(folder: Path, facts: ServerFacts) -> None:
    """Write them into a release that is made ready; none for a site whose base path no server's configuration holds."""
    try:
        texts = {each.template: render_included(kind, facts) for kind, each in KINDS.items()}
    except CommandError:
        return
    (folder / SERVER_FILES).mkdir(parents=True, exist_ok=True)
    (folder / FACTS).write_bytes(msgspec.json.encode(facts))
    for name, text in texts.items():
        (folder / SERVER_FILES / name).write_text(text, "utf-8", newline="\n")


def read_facts(data: bytes | None) -> ServerFacts | None:
    """Read what they were made of in an earlier release; None where that has none, or none that can be read."""
    try:
        return msgspec.json.decode(data or b"", type=ServerFacts)
    except msgspec.DecodeError:
        return None


def add_gone(facts: ServerFacts, addresses: Iterable[str], paths: Iterable[str]) -> ServerFacts:
    """Add addresses that are gone; `paths` are the files of the release, which are there."""
    known = dict(facts.gone)
    gone = select_gone([*known, *addresses], facts.redirects, sorted(paths))
    return replace(facts, gone=gone)


def list_recorded_gone(ledger: Ledger) -> list[str]:
    """List the addresses that a ledger says were removed or taken down."""
    return [line.address for line in ledger.last.values() if line.kind in {"takedown", "removed"}]
