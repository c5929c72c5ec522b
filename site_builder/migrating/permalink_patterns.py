"""Old addresses from their patterns: fills `:year` and the like; knows no file and no generator's defaults."""

import re
import unicodedata
from collections.abc import Callable
from datetime import datetime

from site_builder.migrating.dates import MONTHS

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
TOKEN = re.compile(r":([A-Za-z_0-9]+)(\[[^\]]*\])?")
# The forms of a date that Ruby's and Liquid's strftime and Luxon's toFormat have in common use.
STRFTIME = re.compile(r"%-?([YmdyjHMSbBeaA])")

Fill = Callable[[str], str | None]


def fill_pattern(pattern: str, fill: Fill) -> str | None:
    """Fill the tokens of a pattern; None where one is not known."""
    missing = False

    def fill_token(found: re.Match[str]) -> str:
        nonlocal missing
        value = fill(found[1] + (found[2] or ""))
        if value is None and found[2]:
            value = fill(found[1])
        missing = missing or value is None
        return value or ""

    address = TOKEN.sub(fill_token, pattern)
    return None if missing else re.sub(r"/{2,}", "/", "/" + address)


def format_date_token(name: str, moment: datetime) -> str | None:
    """Give what a token says of a date; None for a token that says nothing of one."""
    day = moment.timetuple()
    values = {
        "year": str(day.tm_year),
        "short_year": f"{day.tm_year % 100:02}",
        "month": f"{day.tm_mon:02}",
        "i_month": str(day.tm_mon),
        "short_month": MONTHS[day.tm_mon - 1][:3].title(),
        "long_month": MONTHS[day.tm_mon - 1].title(),
        "monthname": MONTHS[day.tm_mon - 1].title(),
        "day": f"{day.tm_mday:02}",
        "i_day": str(day.tm_mday),
        "y_day": f"{day.tm_yday:03}",
        "yearday": str(day.tm_yday),
        "weekday": str((day.tm_wday + 1) % 7),
        "weekdayname": WEEKDAYS[day.tm_wday].title(),
        "w_day": str(day.tm_wday + 1),
        "w_year": str(moment.isocalendar().year),
        "short_day": WEEKDAYS[day.tm_wday][:3].title(),
        "long_day": WEEKDAYS[day.tm_wday].title(),
        "week": f"{moment.isocalendar().week:02}",
        "hour": f"{day.tm_hour:02}",
        "minute": f"{day.tm_min:02}",
        "second": f"{day.tm_sec:02}",
        "2006": f"{day.tm_year:04}",
        "06": f"{day.tm_year % 100:02}",
        "01": f"{day.tm_mon:02}",
        "1": str(day.tm_mon),
        "02": f"{day.tm_mday:02}",
        "2": str(day.tm_mday),
        "January": MONTHS[day.tm_mon - 1].title(),
        "Jan": MONTHS[day.tm_mon - 1][:3].title(),
    }
    return values.get(name)


def format_date(form: str, moment: datetime) -> str:
    """Write a date in a form such as `%Y/%m/%d`."""
    day = moment.timetuple()
    values = {
        "Y": f"{day.tm_year:04}",
        "y": f"{day.tm_year % 100:02}",
        "m": f"{day.tm_mon:02}",
        "d": f"{day.tm_mday:02}",
        "e": str(day.tm_mday),
        "j": f"{day.tm_yday:03}",
        "H": f"{day.tm_hour:02}",
        "M": f"{day.tm_min:02}",
        "S": f"{day.tm_sec:02}",
        "b": MONTHS[day.tm_mon - 1][:3].title(),
        "B": MONTHS[day.tm_mon - 1].title(),
        "a": WEEKDAYS[day.tm_wday][:3].title(),
        "A": WEEKDAYS[day.tm_wday].title(),
    }

    def format_date_part(found: re.Match[str]) -> str:
        value = values[found[1]]
        return value.lstrip("0") or "0" if found[0][1] == "-" else value

    return STRFTIME.sub(format_date_part, form)


def make_hugo_segment(text: str, *, lower: bool = True) -> str:
    """Make a segment of an address as Hugo does: letters, digits and `. _ # + ~ - @` stay, spaces become hyphens."""
    kept: list[str] = []
    hyphen = False
    for number, c in enumerate(text):
        escaped = c == "%" and re.match(r"%[0-9A-Fa-f]{2}", text[number:])
        if c in "./\\_#+~-@" or escaped or unicodedata.category(c)[0] in "LM" or unicodedata.category(c) == "Nd":
            if hyphen and c != "-" and kept and kept[-1] != "-":
                kept.append("-")
            hyphen = False
            kept.append(c)
        elif c.isspace() and kept and kept[-1] != "-":
            hyphen = True
    joined = "".join(kept)
    return joined.lower() if lower else joined


def make_hugo_path(name: str) -> str:
    """Make a segment of the name of a file or folder as Hugo does since version 0.123: each space is a hyphen."""
    return make_hugo_segment(name.replace(" ", "-"), lower=False)


def make_hugo_word(text: str, *, slashes: bool = False) -> str:
    """Make a segment of a title or a slug as Hugo does: what a plus sign stood for is lost, slashes become hyphens."""
    first = make_hugo_segment(text if slashes else text.replace("/", "-"), lower=False)
    return make_hugo_segment(first.replace("+", " "), lower=False)


def make_jekyll_slug(text: str, *, cased: bool = False) -> str:
    """Make a slug as Jekyll does: what is neither letter nor digit becomes a hyphen.

    With `cased` as in `:title`: letters keep their case, and a few signs stay (Jekyll's mode "pretty").
    """
    stay = "._~!$&'()+,;=@" if cased else ""
    kept = "".join(
        c if c in stay or unicodedata.category(c)[0] in "LM" or unicodedata.category(c) == "Nd" else " " for c in text
    )
    slug = re.sub(r" +", "-", kept).strip("-")
    return slug if cased else slug.lower()


def make_eleventy_slug(text: str, *, plain: bool = False) -> str:
    """Make a slug as Eleventy's `slugify` does: ASCII without accents, hyphens, lower case; `plain` as its `slug`."""
    if not plain:
        text = CONTRACTED.sub("", text).translate(GERMAN)
    bare = unicodedata.normalize("NFKD", text).replace("&", " and ")
    bare = "".join(c for c in bare if not unicodedata.combining(c))
    return re.sub(r"[^\w]+|_", "-", bare).strip("-").lower()


CONTRACTED = re.compile(r"(?<=[A-Za-z0-9])['’](?=[ts](?:\s|$))")
GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})
