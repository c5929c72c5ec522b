"""Dates in words, the choice of a language, plurals: what `site_builder.language` says to readers."""

import subprocess
import sys

import pytest
from babel import Locale

from site_builder.language import (
    choose_message_locale,
    find_direction,
    find_native_name,
    format_date,
    format_moment_text,
    format_timestamp,
    format_when,
    list_catalogue_paths,
    load_catalogue,
    make_plural_translator,
    make_translator,
)
from site_builder.model import When

CHINESE = ("zh_Hans_CN", "zh_Hans", "zh_CN", "zh", "zh-CN", "zh-Hans-CN")
ENGLISH = ("en", "en_GB", "en_US", "en-GB")


@pytest.mark.parametrize(
    ("form", "english", "american", "chinese"),
    [
        ("day", "31 January 2024", "January 31, 2024", "2024年1月31日"),
        ("month", "January 2024", "January 2024", "2024年1月"),
        ("month-name", "January", "January", "1月"),
        ("weekday", "Wednesday", "Wednesday", "星期三"),
    ],
)
def test_a_day_in_words(form: str, english: str, american: str, chinese: str) -> None:
    assert format_date("2024-01-31", form, "en_GB") == english
    assert format_date("2024-01-31", form, "en_US") == american
    assert format_date("2024-01-31", form, "zh_Hans_CN") == chinese


def test_a_moment_has_its_time_as_the_clock_shows_it() -> None:
    day, moment = When(0, "2024-01-31"), When(0, "2024-01-31T09:05:00+08:00", timed=True)
    assert format_when(day, "en_GB") == "31 January 2024"
    assert format_when(moment, "en_GB") == "31 January 2024 09:05"
    assert format_when(moment, "zh_Hans_CN") == "2024年1月31日 09:05"


@pytest.mark.parametrize(
    ("zone", "locale", "said"),
    [
        ("Asia/Shanghai", "zh_Hans", "2026年3月5日 09:30"),
        ("Asia/Shanghai", "en", "5 March 2026, 09:30"),
        ("UTC", "en", "5 March 2026, 01:30"),
        ("America/Los_Angeles", "zh_Hans", "2026年3月4日 17:30"),
    ],
)
def test_a_moment_is_on_the_clock_of_a_zone(zone: str, locale: str, said: str) -> None:
    assert format_timestamp(1_772_674_200.5, zone, locale) == said


@pytest.mark.parametrize("text", ["2026-03-05", "2026-13-05T09:30:00+08:00", "20260305T093000Z-0123abcd", "?", ""])
def test_what_is_no_moment_stays_as_it_is(text: str) -> None:
    assert format_moment_text(text, "zh_Hans") == text


def test_the_locale_of_the_machine_changes_no_date(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_TIME", "LANG", "LANGUAGE"):
        monkeypatch.setenv(name, "de_DE.UTF-8")
    format_date.cache_clear()
    assert format_date("2024-01-31", "day", "en_GB") == "31 January 2024"


@pytest.mark.parametrize("locale", CHINESE)
def test_every_name_of_simplified_chinese_finds_its_catalogue(locale: str) -> None:
    assert make_translator(locale)("Commitments") == "承诺事项"


@pytest.mark.parametrize("locale", ENGLISH)
def test_english_has_a_catalogue_of_its_own(locale: str) -> None:
    assert load_catalogue(locale)["Commitments"] == "Commitments"


def test_an_unknown_locale_and_an_unknown_text_stay_english() -> None:
    assert load_catalogue("tlh") == {}
    assert make_translator("tlh")("Commitments") == "Commitments"
    assert make_plural_translator("tlh")("{n} file", "{n} files", 1) == "{n} file"
    assert make_plural_translator("tlh")("{n} file", "{n} files", 2) == "{n} files"
    assert make_translator("zh_Hans_CN")("never said anywhere") == "never said anywhere"
    assert make_plural_translator("en")("{n} thing", "{n} things", 2) == "{n} things"


def test_a_catalogue_is_looked_for_from_the_narrowest_locale_on() -> None:
    assert [path.parent.name for path in list_catalogue_paths("zh-Hans-CN")] == [
        "zh_Hans_CN",
        "zh_Hans",
        "zh",
        "zh_Hans",
    ]
    assert [path.parent.name for path in list_catalogue_paths("en_GB")] == ["en_GB", "en"]


@pytest.mark.parametrize(
    ("number", "english", "chinese"),
    [(0, "%(num)s items", "%(num)s条"), (1, "%(num)s item", "%(num)s条"), (2, "%(num)s items", "%(num)s条")],
)
def test_the_form_of_a_number(number: int, english: str, chinese: str) -> None:
    assert make_plural_translator("en_GB")("%(num)s item", "%(num)s items", number) == english
    assert make_plural_translator("zh_Hans_CN")("%(num)s item", "%(num)s items", number) == chinese


@pytest.mark.parametrize(
    ("wanted", "environment", "locale"),
    [
        (None, {}, "en"),
        ("zh", {"LC_ALL": "en_GB.UTF-8"}, "zh_Hans"),
        ("en", {"LANG": "zh_CN.UTF-8"}, "en"),
        (None, {"LANG": "zh_CN.UTF-8"}, "zh_Hans"),
        (None, {"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        (None, {"LANG": "zh_CN.UTF-8", "LC_ALL": ""}, "zh_Hans"),
        (None, {"LANG": "en_GB.UTF-8", "LC_MESSAGES": "zh_CN"}, "zh_Hans"),
        (None, {"LANG": "de_DE.UTF-8"}, "en"),
    ],
)
def test_the_language_of_messages(wanted: str | None, environment: dict[str, str], locale: str) -> None:
    assert choose_message_locale(wanted, environment) == locale


@pytest.mark.slow
def test_messages_cost_no_babel() -> None:
    """A command that only speaks need not wait for Babel, whose import and reader take longer than a check."""
    code = (
        "import sys; from site_builder.language import make_plural_translator as p, make_translator as t;"
        "assert t('zh_Hans')('error') == '错误' and p('zh_Hans')('{n} error', '{n} errors', 2) == '{n} 个错误';"
        "assert 'babel' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("locale", ["en", "en_GB", "zh_Hans_CN", "zh_Hant_TW", "fr_FR", "pt"])
def test_the_name_of_a_language_is_that_which_babel_has(locale: str) -> None:
    assert find_native_name(locale) == Locale.parse(locale).get_language_name()


@pytest.mark.parametrize(
    ("tag", "direction"),
    [
        ("en", "ltr"),
        ("zh-CN", "ltr"),
        ("ug", "rtl"),
        ("ug-CN", "rtl"),
        ("ug-Latn", "ltr"),
        ("kk", "ltr"),
        ("kk-Arab-CN", "rtl"),
        ("ar_EG", "rtl"),
        ("", "ltr"),
    ],
)
def test_a_language_has_a_direction(tag: str, direction: str) -> None:
    assert find_direction(tag) == direction
