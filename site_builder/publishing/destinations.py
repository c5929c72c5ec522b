"""Which folder and which ledger a publish to a target uses; a staging copy has its own of both. Reaches no target.

What stands in the ledger of a staging copy never comes into the site's: this is the one place that chooses. A release
carries all the lines that counted for it, also those of the site's ledger, which give its pages their addresses.
"""

from pathlib import Path

from site_builder.atomic import write_whole
from site_builder.building.output_folder import is_within
from site_builder.config import Destination
from site_builder.ledger import LEDGER, merge_ledgers, select_takedowns, subtract_ledger
from site_builder.problem import CommandError
from site_builder.state_folder import STAGING_LEDGERS, STAGING_OUTPUT, STATE

# What lies in a site's folder and is read, or made anew without asking: a release in one of them would be lost or read.
OWN_FOLDERS = ("content", "templates", "public", "fetched", STATE)


def refuse_own_folder(site: Path, destination: Destination, root: Path) -> None:
    """Refuse a target that is the site's folder or lies in a folder which the site has for something else."""
    folder, to = site.resolve(), root.resolve()
    if to == folder or any(is_within(to, folder / name) for name in OWN_FOLDERS):
        message = (
            "the target {name} would be {folder}, which the site itself uses; "
            "give it a folder outside of the site's in content/site.toml, such as file:///srv/www/bulletin"
        )
        raise CommandError(2, message, name=destination.name, folder=root)


def locate_output(site: Path, destination: Destination) -> Path:
    """Give the folder that a publish builds into."""
    return site / STAGING_OUTPUT / destination.name if destination.staging else site / "public"


def locate_ledger(site: Path, destination: Destination) -> Path:
    """Give the ledger that a publish adds to."""
    return site / STAGING_LEDGERS / f"{destination.name}.jsonl" if destination.staging else site / LEDGER


def read_ledger_lines(site: Path, destination: Destination) -> bytes:
    """Give the lines that count for a target: those of the site's ledger, and of the staging copy's."""
    lines = read_ledger_file(site / LEDGER)
    return merge_ledgers(lines, read_ledger_file(locate_ledger(site, destination))) if destination.staging else lines


def select_own_lines(site: Path, destination: Destination, lines: bytes) -> bytes:
    """Give those lines that belong into the ledger of a target: for a staging copy none that the site's has."""
    return subtract_ledger(lines, read_ledger_file(site / LEDGER)) if destination.staging else lines


def select_binding_lines(site: Path, destination: Destination, lines: bytes) -> bytes:
    """Give those lines that a build for a target has to keep to: of a staging copy's own only what was taken down."""
    return read_ledger_file(site / LEDGER) + select_takedowns(lines) if destination.staging else lines


def find_url(destination: Destination, base_url: str) -> str:
    """Give where readers see a target, of a site with a base_url."""
    return destination.url or destination.base_url or base_url


def save_ledger(site: Path, destination: Destination, lines: bytes) -> None:
    """Put the ledger of a target in place."""
    file = locate_ledger(site, destination)
    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(file, select_own_lines(site, destination, lines))


def add_line(site: Path, destination: Destination, line: bytes) -> None:
    """Add a line to the ledger that a publish to a target adds to."""
    file = locate_ledger(site, destination)
    here = read_ledger_file(file)
    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(file, merge_ledgers(here, line))


def read_ledger_file(file: Path) -> bytes:
    """Give a ledger's bytes; none where there is no ledger."""
    return file.read_bytes() if file.is_file() else b""
