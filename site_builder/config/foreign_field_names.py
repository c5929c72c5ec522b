"""Names that offices and other programs give to fields -> the field that is known here, for "did you mean" alone."""

import tomllib
from functools import cache
from pathlib import Path

from msgspec import Struct

from site_builder.spelling import normalize_word


class OtherNames(Struct, frozen=True):
    """By each other name the known name of a field, and those of fields within entries; names of what is the folder."""

    fields: dict[str, str]
    parts: dict[str, tuple[str, ...]]
    column: frozenset[str]


@cache
def read_other_names() -> OtherNames:
    """Read the list of them, which few sites need."""
    tables = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    fields = {normalize_word(other): name for name, others in tables["fields"].items() for other in others}
    parts: dict[str, tuple[str, ...]] = {
        normalize_word(other): () for others in tables["parts"].values() for other in others
    }
    parts |= {other: tuple(n for n, others in tables["parts"].items() if other in others) for other in parts}
    return OtherNames(fields, parts, frozenset(tables["column"]))
