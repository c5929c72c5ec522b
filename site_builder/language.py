"""The words of the interface and dates in words, by language, from .po catalogues; knows no item and no page.

A locale may be named with a site's own words, as `bo@1a2b3c4d`: whatever is made in that language is made anew when
they change, since the name does. Dates are those of the locale itself.
"""

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from site_builder.model import When

if TYPE_CHECKING:
    from babel import Locale

LOCALES = Path(__file__).parent / "locales"
DOMAIN = "bulletin.po"
PLURAL = "\x00"
# What divides a locale from the digest of a site's own words; no locale's name has it.
OWN = "@"
# The words of sites, by the name of a locale with them; under PLURAL alone the rule for their plural forms.
OWN_WORDS: dict[str, dict[str, str]] = {}
# Where words of pages are said, and where what is said beside them is a message.
INTERFACE = (
    "templates/",
    "site_builder/planning/",
    "site_builder/markdown/convert.py",
    "site_builder/markdown/layout/",
)
STATUS_NAMES = "site_builder/model.py"
MESSAGES_BESIDE = "site_builder/planning/plan.py"
TEXT = re.compile(r'^(msgid|msgid_plural|msgstr|msgstr\[\d\]) "(.*)"$', re.MULTILINE)
# The languages that most sites have, as Babel has them; what it would load for that takes longer than a small plan.
NATIVE_NAMES = {"en": "English", "zh": "中文"}
# Languages and scripts that are written from right to left (Unicode CLDR, characterOrder).
RIGHT_TO_LEFT = frozenset(["ar", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"])
RIGHT_TO_LEFT_SCRIPTS = frozenset(["adlm", "arab", "hebr", "nkoo", "rohg", "syrc", "thaa"])
MOMENT = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T\d\d:\d\d:\d\d[+-]\d\d:\d\d", re.ASCII)
FUZZY = re.compile(r"^#,.*\bfuzzy\b", re.MULTILINE)


class InterfaceWord(NamedTuple):
    """A text of the pages, its plural form ("" for none), and the files in which it is said."""

    one: str
    many: str
    files: tuple[str, ...]

    @property
    def key(self) -> str:
        """The key that a catalogue has it under."""
        return f"{self.one}{PLURAL}0" if self.many else self.one

    @property
    def in_texts(self) -> bool:
        """Whether it is said in converted texts."""
        return any(each.startswith("site_builder/markdown/") for each in self.files)


class Translator(Protocol):
    """Puts words into the reader's language."""

    locale: str

    def say(self, text: str, /) -> str:
        """Translate a text."""

    def say_plural(self, one: str, many: str, number: int) -> str:
        """Choose the form of a sentence for a number and fill the number in."""


def choose_language(words: Translator) -> str:
    """Give the language of data that is written by language."""
    return "zh" if words.locale.startswith("zh") else "en"


@cache
def load_catalogue(locale: str) -> dict[str, str]:
    """Read the catalogue for a locale as text -> translation, a site's own words first; empty where there is none.

    The n-th form of a plural stands under its first form, a NUL and n. Raise KeyError where own words were not added.
    """
    if OWN in locale:
        return load_catalogue(strip_own_words(locale)) | OWN_WORDS[locale]
    path = next((p for p in list_catalogue_paths(locale) if p.exists()), None)
    return parse_catalogue(path.read_text("utf-8")) if path else {}


def name_own_words(locale: str, words: dict[str, str]) -> str:
    """Name a locale with a site's own words, by their digest; without any it keeps its name."""
    digest = blake2b(repr(sorted(words.items())).encode(), digest_size=8).hexdigest()
    return f"{locale}{OWN}{digest}" if words else locale


def add_own_words(words: Mapping[str, dict[str, str]]) -> None:
    """Make own words known to this process, by the names that they have; each process that says them needs it."""
    OWN_WORDS.update(words)


def strip_own_words(locale: str) -> str:
    """Give the locale that Babel knows."""
    return locale.partition(OWN)[0]


@cache
def list_interface_words() -> tuple[InterfaceWord, ...]:
    """List all texts that pages say, in English."""
    found = []
    for entry in (LOCALES / "en" / DOMAIN).read_text("utf-8").split("\n\n"):
        files = tuple(re.findall(r"^#: (\S+)$", entry, re.MULTILINE))
        if any(each == STATUS_NAMES or (each.startswith(INTERFACE) and each != MESSAGES_BESIDE) for each in files):
            texts = find_texts(entry)
            found.append(InterfaceWord(texts["msgid"], texts.get("msgid_plural", ""), files))
    return tuple(found)


def parse_catalogue(text: str) -> dict[str, str]:
    """Read a .po file as Babel's read_po does; that takes 60 ms with its import, which every command would pay.

    Entries are divided by empty lines, as every tool writes them; fuzzy and obsolete ones do not count.
    """
    words: dict[str, str] = {}
    for entry in text.replace('"\n"', "").split("\n\n"):
        found = find_texts(entry)
        one = found.get("msgid")
        if not one or ("fuzzy" in entry and FUZZY.search(entry)):
            continue
        for name, form in found.items():
            if name.startswith("msgstr") and form:
                words[one if name == "msgstr" else f"{one}{PLURAL}{name[7:-1]}"] = form
    return words


def find_texts(entry: str) -> dict[str, str]:
    """Give the texts of an entry by their keywords; nearly all are written as they are."""
    return {name: json.loads(f'"{text}"') if "\\" in text else text for name, text in TEXT.findall(entry)}


def list_catalogue_paths(locale: str) -> list[Path]:
    """Give where a locale's catalogue may be: zh_Hans_CN, zh_Hans, zh; for any Chinese at last zh_Hans."""
    parts = locale.replace("-", "_").split("_")
    names = ["_".join(parts[:n]) for n in range(len(parts), 0, -1)]
    return [LOCALES / name / DOMAIN for name in (*names, *(["zh_Hans"] if parts[0] == "zh" else []))]


def make_translator(locale: str, *, html: bool = False) -> Callable[[str], str]:
    """Give the function that translates a text into a locale, or leaves it in English; `html` for use in HTML."""
    words, own = load_catalogue(locale), escape_own_words(locale) if html else {}
    # A catalogue is large, and most pages ask for a translator.
    words = words | own if own else words
    return lambda text: words.get(text, text)


def escape_own_words(locale: str) -> dict[str, str]:
    """Give a site's own words as they stand in HTML; those of a text that is HTML itself are."""
    from html import escape

    own = OWN_WORDS.get(locale, {})
    return {text: words if "<" in text or "&" in text else escape(words) for text, words in own.items()}


def make_text_translator(lang: str) -> Callable[[str], str]:
    """Give the function that translates into the language of a text: its tag (BCP 47), or a locale with own words."""
    return make_translator("zh_Hans" if lang.startswith("zh") and OWN not in lang else lang)


def make_plural_translator(locale: str, *, html: bool = False) -> Callable[[str, str, int], str]:
    """Give the function that chooses and translates the form of a text for a number; `html` for use in HTML."""
    words = load_catalogue(locale)
    own = escape_own_words(locale) if html else OWN_WORDS.get(locale, {})
    find_form = compile_plural_rule(words[PLURAL]) if PLURAL in words else None

    def choose(one: str, many: str, number: int) -> str:
        if find_form and f"{one}{PLURAL}0" in own:
            return own.get(f"{one}{PLURAL}{find_form(number)}", many)
        if f"{one}{PLURAL}1" not in words:
            return words.get(f"{one}{PLURAL}0", one if number == 1 else many)
        rule = parse_locale(locale).plural_form
        tags = sorted(rule.tags | {"other"}, key=("zero", "one", "two", "few", "many", "other").index)
        return words.get(f"{one}{PLURAL}{tags.index(rule(number))}", one if number == 1 else many)

    return choose


def compile_plural_rule(rule: str) -> Callable[[int], int]:
    """Give the function that tells which form a number has by a rule such as `n != 1`; raise ValueError if it is none.

    A rule can divide by nothing but figures.
    """
    from gettext import c2py

    if re.search(r"[%/](?!\s*[1-9])", rule):
        raise ValueError(rule)
    return c2py(rule)


@cache
def parse_locale(locale: str) -> "Locale":
    """Give Babel's record of a locale; `locale` is a name such as zh_Hans_CN."""
    from babel import Locale

    return Locale.parse(strip_own_words(locale))


def find_native_name(locale: str) -> str:
    """Give the name of a locale's language in itself; "" where Babel has none."""
    return NATIVE_NAMES.get(re.split(f"[_{OWN}]", locale)[0]) or str(parse_locale(locale).get_language_name() or "")


@cache
def find_direction(tag: str) -> str:
    """Give the direction in which a language is written, rtl or ltr; its tag may name the script: kk-Arab, ug-Latn."""
    first, *parts = strip_own_words(tag).lower().replace("_", "-").split("-")
    script = next((part for part in parts if len(part) == len("Arab") and part.isalpha()), "")
    return "rtl" if (script in RIGHT_TO_LEFT_SCRIPTS if script else first in RIGHT_TO_LEFT) else "ltr"


@cache
def format_date(day: str, form: str, locale: str) -> str:
    """Write a day (ISO 8601) in a locale's own order; `form` is a day, or a key of `skeleton`."""
    from datetime import date

    from babel import dates

    value = date.fromisoformat(day)
    if form == "day":
        return str(dates.format_date(value, "long", locale=parse_locale(locale)))
    # Chinese writes months in figures, as in 2024年1月; to Babel 1月 is the short form.
    month_name = "LLL" if locale.startswith("zh") else "LLLL"
    skeleton = {
        "month": "yMMMM",
        "weekday": "EEEE",
        "month-name": month_name,
        "month-short": "LLL",
        "weekday-short": "ccccc",
    }[form]
    if form == "month":
        return str(dates.format_skeleton(skeleton, value, locale=parse_locale(locale)))
    return str(dates.format_date(value, skeleton, locale=parse_locale(locale)))


@cache
def format_days(first: str, last: str, locale: str, year: str = "") -> str:
    """Write a span of days (ISO 8601) without saying twice what both have, nor `year`: 4–15 March 2026."""
    from datetime import date

    from babel import dates

    known = parse_locale(locale)
    first, last = first[:10], last[:10]
    ends = (date.fromisoformat(first), date.fromisoformat(last))
    plain = first[:4] == last[:4] == year
    widest = next(field for field, end in (("y", 4), ("M", 7), ("d", 10)) if first[:end] != last[:end])
    patterns = known.interval_formats.get("MMMd" if plain else "yMMMd", {}).get(widest)
    if not patterns:
        return " – ".join(format_date(each, "day", locale) for each in (first, last))
    spelt = [re.sub(r"(?<!M)(?:MMM|LLL)(?!M)", "MMMM", each) for each in patterns]
    return "".join(
        str(dates.format_date(each, pattern, locale=known)) for each, pattern in zip(ends, spelt, strict=True)
    )


@cache
def list_date_names(locale: str) -> frozenset[str]:
    """Give the names of months and days in a locale, long and short."""
    known = parse_locale(locale)
    return frozenset(
        name
        for names in (known.months, known.days)
        for widths in names.values()
        for width in ("wide", "abbreviated")
        for name in widths[width].values()
    )


def format_when(when: When, locale: str) -> str:
    """Write a day, or a day and the time on the site's clock."""
    day = format_date(when.local[:10], "day", locale)
    return f"{day} {when.local[11:16]}" if when.timed else day


def format_timestamp(seconds: float, zone: str, locale: str) -> str:
    """Write a moment, in seconds since 1970, as day and time on the clock of a zone: 2026年3月5日 09:30."""
    from datetime import datetime
    from zoneinfo import ZoneInfo

    return format_moment_text(datetime.fromtimestamp(seconds, ZoneInfo(zone)).isoformat(timespec="seconds"), locale)


def format_moment_text(text: str, locale: str) -> str:
    """Write a text that is a moment with its offset (ISO 8601) as day and time in words; leave any other as it is.

    English has the day before the month, as most of those who read it write: 5 March 2026, 09:30.
    """
    if not MOMENT.fullmatch(text):
        return text
    day = format_date(text[:10], "day", "en_GB" if locale == "en" else locale)
    return f"{day}{'' if locale.startswith('zh') else ','} {text[11:16]}"


def choose_message_locale(wanted: str | None, environment: dict[str, str]) -> str:
    """Choose the locale of messages: what was asked for (en, zh), else the environment's LC_ALL, LC_MESSAGES, LANG."""
    names = [wanted, *(environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))]
    first = next((name for name in names if name), "en")
    return "zh_Hans" if first.lower().startswith("zh") else "en"


def format_day_text(text: str, locale: str) -> str:
    """Write a text that is a day (ISO 8601) in words; leave any other as it is."""
    return format_date(text, "day", locale) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else text
