"""The offices that a person held, as people.toml lists them -> Titles; judges no text."""

from collections.abc import Iterator

from site_builder.config.settings import Settings
from site_builder.config.tables import TomlFile
from site_builder.model import Title

TITLE_KEYS = ("title", "since", "until")


def read_titles(read: Settings, id_: str) -> Iterator[Title]:
    """Read `titles = [{title = "…", since = "2021", until = "2024-03-05"}]` of an entry."""
    key = f"{id_}.titles"
    written = read.get(key)
    if written is None:
        return
    if not isinstance(written, list) or not all(isinstance(each, dict) for each in written):
        read.refuse(key, "{key} is not a list of titles", 'write titles = [{{title = "…", since = "2024"}}]')
        return
    for table in written:
        one = Settings(TomlFile(read.file.path, read.file.text, {id_: {"titles": table}}), read.problems)
        one.unknown_keys(table, key, TITLE_KEYS)
        words = one.words(f"{key}.title")
        if not words:
            read.refuse(key, "one of the {key} has no title", 'write titles = [{{title = "…", since = "2024"}}]')
            continue
        yield Title(words, one.day(f"{key}.since"), one.day(f"{key}.until"))
