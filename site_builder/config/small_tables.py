"""Small tables of settings: the statement of accessibility, the offices that people held, a provider's storage.

They are read, and nothing is judged by them here.
"""

import re
from collections.abc import Iterator

from msgspec import Struct

from site_builder.config.settings import Settings
from site_builder.config.toml_file import TomlFile
from site_builder.model import Text, Title

ACCESSIBILITY_KEYS = ("limits", "audited", "method", "contact")
STORAGE_KEYS = ("endpoint", "region", "acl", "private", "branch")
ENDPOINT = re.compile(r"https?://[^/\s]+/?")


class Storage(Struct, frozen=True):
    """Where a provider's storage is reached, and how published files are marked there; "" for what is usual.

    `private` is the address of what readers may not get, where that shall not lie beside what they get; `branch` the
    one that a host of pages shows.
    """

    endpoint: str = ""
    region: str = ""
    acl: str = ""
    private: str = ""
    branch: str = ""


class Accessibility(Struct, frozen=True, kw_only=True):
    """What a township says of how accessible its site is.

    `limits` are known ones, `audited` is the day of the last audit (ISO 8601, "" for none), `method` how that was made,
    `contact` whom to ask for help.
    """

    limits: Text = ()
    audited: str = ""
    method: Text = ()
    contact: Text = ()


def read_accessibility(settings: Settings) -> Accessibility | None:
    """Read `[accessibility]`; None where there is none, and so no statement."""
    if settings.get("accessibility") is None:
        return None
    settings.check_unknown_keys(settings.read_table("accessibility"), "accessibility", ACCESSIBILITY_KEYS)
    return Accessibility(
        limits=settings.read_localized_text("accessibility.limits"),
        audited=settings.read_day("accessibility.audited"),
        method=settings.read_localized_text("accessibility.method"),
        contact=settings.read_localized_text("accessibility.contact"),
    )


TITLE_KEYS = ("title", "since", "until")


def read_titles(settings: Settings, id_: str) -> Iterator[Title]:
    """Read `titles = [{title = "…", since = "2021", until = "2024-03-05"}]` of an entry."""
    key = f"{id_}.titles"
    written = settings.get(key)
    if written is None:
        return
    if not isinstance(written, list) or not all(isinstance(each, dict) for each in written):
        settings.add_value_problem(
            key, "{key} is not a list of titles", 'write titles = [{{title = "…", since = "2024"}}]'
        )
        return
    for table in written:
        one = Settings(TomlFile(settings.file.path, settings.file.text, {id_: {"titles": table}}), settings.problems)
        one.check_unknown_keys(table, key, TITLE_KEYS)
        words = one.read_localized_text(f"{key}.title")
        if not words:
            settings.add_value_problem(
                key, "one of the {key} has no title", 'write titles = [{{title = "…", since = "2024"}}]'
            )
            continue
        yield Title(words, one.read_day(f"{key}.since"), one.read_day(f"{key}.until"))


def read_storage(settings: Settings, here: str) -> Storage:
    """Read it from the table of a target."""
    found = Storage(*(settings.read_text(f"{here}.{name}", "") for name in STORAGE_KEYS))
    if found.endpoint and not ENDPOINT.fullmatch(found.endpoint):
        message, hint = '{key} is no address of a host: "{value}"', 'write endpoint = "https://s3.example.org"'
        settings.add_value_problem(f"{here}.endpoint", message, hint, value=found.endpoint)
    return found
