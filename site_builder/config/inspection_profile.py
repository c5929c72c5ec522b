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
from site_builder.config.working_days import WorkingDays, read_working_days
from site_builder.model import Text
from site_builder.problem import Checked, Problem, Severity, sort_problems

FOLDER = Path(__file__).with_name("inspections")
OWN_FILE = "inspection.toml"
DEFAULT_PROFILE = "cn-2019"
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
    counting: WorkingDays = WorkingDays()
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


def list_profiles() -> tuple[str, ...]:
    """List the profiles that come with the program."""
    return tuple(sorted(file.stem for file in FOLDER.glob("*.toml")))


def read_profile(site: Path, name: str) -> Checked[Profile]:
    """Read a profile by its name, with what `content/inspection.toml` of a site changes in it and adds to it."""
    problems: list[Problem] = []
    found = parse_profile(read_toml(FOLDER / f"{name}.toml", f"{name}.toml").value, name, problems)
    own = site / "content" / OWN_FILE
    if not own.exists():
        return Checked(found, sort_problems(problems))
    written = read_toml(own, f"content/{OWN_FILE}")
    problems += written.problems
    more = parse_profile(written.value, name, problems)
    indicators = {each.id: each for each in (*found.indicators, *more.indicators)}
    return Checked(
        Profile(
            name=name,
            title=more.title or found.title,
            source=more.source or found.source,
            indicators=tuple(indicators.values()),
            vetoes=more.vetoes or found.vetoes,
        ),
        sort_problems(problems),
    )


def parse_profile(file: TomlFile, name: str, problems: list[Problem]) -> Profile:
    """Read one file; Problems are added to the list given."""
    settings = Settings(file, problems)
    settings.check_unknown_keys(file.tables, "", PROFILE_KEYS)
    return Profile(
        name=name,
        title=settings.read_localized_text("title"),
        source=settings.read_localized_text("source"),
        indicators=tuple(
            read_indicator(each, table, n) for n, (each, table) in enumerate(settings.list_tables("indicators"), 1)
        ),
        vetoes=tuple(read_vetoes(settings)),
    )


def read_indicator(settings: Settings, table: Table, number: int) -> Indicator:
    """Read one indicator."""
    settings.check_unknown_keys(table, "indicators", KEYS)
    id_ = settings.read_text("indicators.id", "") or f"indicator-{number}"
    check = settings.read_text("indicators.check", "")
    severity = settings.read_text("indicators.severity", "warning")
    known = get_args(Check)
    if check not in known:
        settings.add_unknown_word("indicators.check", '"{value}" is no way to look at a site', check, known)
    if severity not in SEVERITIES:
        message, hint = '"{value}" is not a severity', "write error, warning, notice or off"
        settings.add_value_problem("indicators.severity", message, hint, value=severity)
    return Indicator(
        id=id_,
        title=settings.read_name("indicators.title", id_),
        check=next((each for each in known if each == check), "empty"),
        source=settings.read_localized_text("indicators.source"),
        kinds=settings.read_texts("indicators.kinds", ()),
        meetings=settings.read_texts("indicators.meetings", ()),
        days=settings.read_number("indicators.days"),
        months=settings.read_number("indicators.months"),
        clear_days=settings.read_number("indicators.clear_days"),
        counting=read_working_days(settings, "indicators"),
        windows=tuple(read_windows(settings)),
        rules=settings.read_texts("indicators.rules", ()),
        severity=next((each for each in SEVERITIES if each == severity), "warning"),
        cache=settings.read_text("indicators.cache", ""),
        profile=settings.read_text("indicators.profile", ""),
        tags=settings.read_texts("indicators.tags", ()),
    )


def read_vetoes(settings: Settings) -> Iterator[Veto]:
    """Read what fails an inspection as a whole."""
    for each, table in settings.list_tables("vetoes"):
        each.check_unknown_keys(table, "vetoes", VETO_KEYS)
        yield Veto(
            each.read_localized_text("vetoes.title"),
            each.read_texts("vetoes.of", ()),
            max(1, each.read_number("vetoes.from")),
        )


def read_windows(settings: Settings) -> Iterator[Window]:
    """Read parts of the year."""
    for text in settings.read_texts("indicators.windows", ()):
        found = WINDOW.fullmatch(text)
        try:
            first, last = (date(2001, int(found[n]), int(found[n + 1])) for n in (1, 3)) if found else (None, None)
        except ValueError:
            first = last = None
        if first and last and first <= last:
            yield Window((first.month, first.day), (last.month, last.day))
        else:
            message, hint = '"{value}" is no part of a year', 'write it as "04-01 to 07-01"'
            settings.add_value_problem("indicators.windows", message, hint, value=text)
