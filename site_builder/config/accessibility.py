"""What site.toml says of the site's accessibility -> Accessibility; finds out nothing about it."""

from msgspec import Struct

from site_builder.config.settings import Settings
from site_builder.model import Text

KEYS = ("limits", "audited", "method", "contact")


class Accessibility(Struct, frozen=True, kw_only=True):
    """What a township says of how accessible its site is.

    `limits` are known ones, `audited` is the day of the last audit (ISO 8601, "" for none), `method` how that was made,
    `contact` whom to ask for help.
    """

    limits: Text = ()
    audited: str = ""
    method: Text = ()
    contact: Text = ()


def read_accessibility(read: Settings) -> Accessibility | None:
    """Read `[accessibility]`; None where there is none, and so no statement."""
    if read.get("accessibility") is None:
        return None
    read.unknown_keys(read.table("accessibility"), "accessibility", KEYS)
    return Accessibility(
        limits=read.words("accessibility.limits"),
        audited=read.day("accessibility.audited"),
        method=read.words("accessibility.method"),
        contact=read.words("accessibility.contact"),
    )
