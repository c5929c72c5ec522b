"""What an inspector looks at -> Profile: the lists that come with the program and a site's own; inspects nothing."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Literal, get_args

from msgspec import Struct

from site_builder.config.settings import Settings
from site_builder.config.toml_file import Table, TomlFile, read_toml
from site_builder.config.working_days import SETTINGS as COUNTING
from site_builder.config.working_days import Counting, read_counting
from site_builder.model import Text
from site_builder.problem import Checked, Problem, Severity, gather
from site_builder.spelling import close_match, did_you_mean

FOLDER = Path(__file__).with_name("inspections")
OWN = "inspection.toml"
USUAL = "cn-2019"
Check = Literal["home", "columns", "freshness", "empty", "problems", "tags", "notice", "record", "windows"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "notice")
PROFILE_KEYS = ("title", "source", "indicators", "vetoes")
VETO_KEYS = ("title", "of", "from")
WINDOW = re.compile(r"(\d\d)-(\d\d) to (\d\d)-(\d\d)")


class Window(Struct, frozen=True):
    """A part of every year in which something has to be published: its first and its last day, as month and day."""

    first: tuple[int, int]
    last: tuple[int, int]


class Indicator(Struct, frozen=True, kw_only=True):
    """One thing that is looked at: how (`check`), in which kinds of columns, and how much time there is.

    `days` and `months` are counted from a publication or a meeting; `counting` says which days are clear days; `rules`
    are those of Problems of a `severity` or a worse one, of which `cache` names what is only known where it was asked.
    """

    id: str
    title: Text
    check: Check
    source: Text = ()
    kinds: tuple[str, ...] = ()
    meetings: tuple[str, ...] = ()
    days: int = 0
    months: int = 0
    clear_days: int = 0
    counting: Counting = Counting()
    windows: tuple[Window, ...] = ()
    rules: tuple[str, ...] = ()
    severity: Severity = "warning"
    cache: str = ""
    profile: str = ""
    tags: tuple[str, ...] = ()


class Veto(Struct, frozen=True):
    """What fails an inspection as a whole: so many findings of some indicators together."""

    title: Text
    of: tuple[str, ...]
    least: int


class Profile(Struct, frozen=True, kw_only=True):
    """All that one inspection looks at, where it is written down, and what fails it as a whole."""

    name: str
    title: Text
    source: Text
    indicators: tuple[Indicator, ...]
    vetoes: tuple[Veto, ...] = ()


KEYS = (*(name for name in Indicator.__struct_fields__ if name != "counting"), *COUNTING)


def profile_names() -> tuple[str, ...]:
    """List the profiles that come with the program."""
    return tuple(sorted(file.stem for file in FOLDER.glob("*.toml")))


def read_profile(site: Path, name: str) -> Checked[Profile]:
    """Read a profile by its name, with what `content/inspection.toml` of a site changes in it and adds to it."""
    problems: list[Problem] = []
    found = profile(read_toml(FOLDER / f"{name}.toml", f"{name}.toml").value, name, problems)
    own = site / "content" / OWN
    if not own.exists():
        return Checked(found, gather(problems))
    written = read_toml(own, f"content/{OWN}")
    problems += written.problems
    more = profile(written.value, name, problems)
    indicators = {each.id: each for each in (*found.indicators, *more.indicators)}
    return Checked(
        Profile(
            name=name,
            title=more.title or found.title,
            source=more.source or found.source,
            indicators=tuple(indicators.values()),
            vetoes=more.vetoes or found.vetoes,
        ),
        gather(problems),
    )


def profile(file: TomlFile, name: str, problems: list[Problem]) -> Profile:
    """Read one file; Problems are added to the list given."""
    read = Settings(file, problems)
    read.unknown_keys(file.tables, "", PROFILE_KEYS)
    return Profile(
        name=name,
        title=read.words("title"),
        source=read.words("source"),
        indicators=tuple(indicator(each, table, n) for n, (each, table) in enumerate(read.each("indicators"), 1)),
        vetoes=tuple(vetoes(read)),
    )


def indicator(read: Settings, table: Table, number: int) -> Indicator:
    """Read one indicator."""
    read.unknown_keys(table, "indicators", KEYS)
    id_ = read.text("indicators.id", "") or f"indicator-{number}"
    check = read.text("indicators.check", "")
    severity = read.text("indicators.severity", "warning")
    known = get_args(Check)
    if check not in known:
        guess = close_match(check, known)
        message, hint = '"{value}" is no way to look at a site', did_you_mean(guess) or "write one of: {known}"
        read.refuse("indicators.check", message, hint, value=check, guess=guess, known=", ".join(known))
    if severity not in SEVERITIES:
        message, hint = '"{value}" is not a severity', "write error, warning, notice or off"
        read.refuse("indicators.severity", message, hint, value=severity)
    return Indicator(
        id=id_,
        title=read.words("indicators.title") or (("", id_),),
        check=next((each for each in known if each == check), "empty"),
        source=read.words("indicators.source"),
        kinds=read.texts("indicators.kinds", ()),
        meetings=read.texts("indicators.meetings", ()),
        days=read.number("indicators.days"),
        months=read.number("indicators.months"),
        clear_days=read.number("indicators.clear_days"),
        counting=read_counting(read, "indicators"),
        windows=tuple(windows(read)),
        rules=read.texts("indicators.rules", ()),
        severity=next((each for each in SEVERITIES if each == severity), "warning"),
        cache=read.text("indicators.cache", ""),
        profile=read.text("indicators.profile", ""),
        tags=read.texts("indicators.tags", ()),
    )


def vetoes(read: Settings) -> Iterator[Veto]:
    """Read what fails an inspection as a whole."""
    for each, table in read.each("vetoes"):
        each.unknown_keys(table, "vetoes", VETO_KEYS)
        yield Veto(each.words("vetoes.title"), each.texts("vetoes.of", ()), max(1, each.number("vetoes.from")))


def windows(read: Settings) -> Iterator[Window]:
    """Read parts of the year."""
    for text in read.texts("indicators.windows", ()):
        found = WINDOW.fullmatch(text)
        try:
            first, last = (date(2001, int(found[n]), int(found[n + 1])) for n in (1, 3)) if found else (None, None)
        except ValueError:
            first = last = None
        if first and last and first <= last:
            yield Window((first.month, first.day), (last.month, last.day))
        else:
            message, hint = '"{value}" is no part of a year', 'write it as "04-01 to 07-01"'
            read.refuse("indicators.windows", message, hint, value=text)
