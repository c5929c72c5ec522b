"""The second ways to the same output, and the switch that turns all of them off; takes none of them itself.

A second way stands beside a library, or beside a fuller way of ours that does the same, and gives the same bytes in
less time. With BULLETIN_SLOW_PATHS=1 in the environment, which workers inherit, none is taken. Caches are no second
ways: what they keep is used in both cases, so whoever compares the two removes .bulletin/ first. Nor are conditions
that leave out a step because its sign is absent.
"""

import os

from msgspec import Struct

VARIABLE = "BULLETIN_SLOW_PATHS"
ACCELERATED = os.environ.get(VARIABLE, "") in ("", "0")


class SecondWay(Struct, frozen=True):
    """A second way: the function (`module:name` in site_builder) that is called only where it is taken.

    `does` says what it does and in the place of what, `saves` what that is for, `test` names the module of the tests
    that compares both ways.
    """

    function: str
    does: str
    saves: str
    test: str


SECOND_WAYS = (
    SecondWay(
        "markdown.fast.converter:FastMarkdown.install_processors",
        "Python-Markdown asks only those of its processors that can find something in a text",
        "most of the time that converting bodies takes, which is most of a first build",
        "tests/markdown/test_fast.py",
    ),
    SecondWay(
        "markdown.convert:needs_rare_extensions",
        "the extensions for which a text has no sign are left out of Python-Markdown",
        "their import, where no body needs them: a part of what a small build takes",
        "tests/markdown/test_fast.py",
    ),
    SecondWay(
        "markdown.sanitizer:is_harmless",
        "one pattern instead of nh3 sees that there is nothing to take out",
        "most of the time that sanitizing takes",
        "tests/markdown/test_sanitizer.py",
    ),
    SecondWay(
        "markdown.audit:has_nothing_removed",
        "a few patterns instead of html.parser see that nothing was taken out",
        "most of the time that the audit takes",
        "tests/markdown/test_convert.py",
    ),
    SecondWay(
        "dates:parse_iso",
        "the standard library reads dates in ISO 8601, instead of our pattern for every form",
        "most of the time that dates take",
        "tests/test_dates.py",
    ),
    SecondWay(
        "planning.qr_code:QrVersionEncoder.encode_by_sums",
        "QR codes are put together from what single bits change, instead of being made by segno",
        "most of the time that QR codes take",
        "tests/planning/test_charts.py",
    ),
    SecondWay(
        "building.fast_jinja.compiler:FastEnvironment.render_template",
        "templates are compiled to code that looks names and macros up in fewer steps than Jinja's",
        "a good part of the time that rendering takes",
        "tests/building/test_fast_jinja.py",
    ),
    SecondWay(
        "building.fast_jinja.macro_cache:CachedMacro.__call__",
        "a macro with the filter `once` is run once for the same values",
        "a little of the time that rendering takes, where many pages share a frame",
        "tests/building/test_fast_jinja.py",
    ),
)


def is_accelerated() -> bool:
    """Tell whether second ways are taken; every place where one begins asks this."""
    return ACCELERATED
