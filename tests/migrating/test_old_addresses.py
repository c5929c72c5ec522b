"""Every address that a generator gave to a page leads to the page that came of it, or it is said that it does not."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import yaml

from site_builder import urls
from site_builder.config import read_config
from site_builder.migrating.migrate import migrate
from tests.migrating.old_addresses import sites
from tests.sites import write

NOW = 1_800_000_000.0
SITES = sites()


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(SITES))
def test_every_old_address_leads_on(name: str, tmp_path: Path) -> None:
    site = SITES[name]
    found = migrate(site["kind"], write(tmp_path / "old", site["files"]), tmp_path / "new", NOW)
    config = read_config(tmp_path / "new").value
    assert config is not None
    paths = {each.id: each.path for each in config.languages}
    now = dict(found.pairs)
    untold = {
        (each.path, plain(dict(each.values).get("address", ""))) for each in found.notes if each.rule == "address"
    }
    unknown = {each.path for each in found.notes if each.rule == "address" and "cannot be told" in each.message}
    left = {each.path for each in found.notes if each.rule == "left"}
    addresses: dict[str, str] = site["addresses"]
    assert len(addresses) >= 2
    missed = [
        (address, path)
        for address, path in addresses.items()
        if path in left or plain(address) not in led(tmp_path / "new" / now[path], paths)
    ]
    told = [
        (address, path)
        for address, path in missed
        if path in left | unknown or {(path, plain(address)), ("content/site.toml", plain(address))} & untold
    ]
    assert [each for each in missed if each not in told] == []
    assert sum("index." not in path for _, path in told) * 3 <= len(addresses)


def plain(address: str) -> str:
    """Fold an address as a reader's browser and the bulletin do."""
    return urls.make_alias_address(unquote(address).removesuffix("index.html")).casefold()


def led(file: Path, paths: dict[str, str]) -> set[str]:
    """Give the addresses that lead to an item: its own, its aliases."""
    head: dict[str, Any] = yaml.load(file.read_text("utf-8").split("---\n")[1], yaml.BaseLoader)  # noqa: S506
    parts = file.as_posix().partition("/new/content/")[2].removesuffix(".md").removesuffix("/index").split("/")
    stem, _, language = parts[-1].partition(".")
    stem = parts[-1] if language not in paths else stem
    column = (parts[0], parts[1]) if len(parts) > 1 else ()
    own = urls.make_address(paths.get(language, ""), *column, head.get("slug") or urls.slugify_name(stem))
    return {plain(each) for each in (own, *head.get("aliases", []))}
