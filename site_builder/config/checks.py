"""What site.toml says of the checks -> Checks, with a Problem at each setting that is wrong; checks nothing itself."""

from collections.abc import Iterator

from msgspec import Struct

from site_builder.config.settings import Settings
from site_builder.config.spelling import close_match, did_you_mean
from site_builder.rules import RULES, WEIGHTS, Weight


class Checks(Struct, frozen=True, kw_only=True):
    """How a site wants its items judged: rules with another severity than their usual one."""

    weights: tuple[tuple[str, Weight], ...] = ()


def read_checks(read: Settings) -> Checks:
    """Read the settings of the checks."""
    return Checks(weights=tuple(weights(read)))


def weights(read: Settings) -> Iterator[tuple[str, Weight]]:
    """Read `[checks]`: a severity by rule."""
    for rule in read.table("checks"):
        key = f"checks.{rule}"
        written = read.text(key, "")
        if rule not in RULES:
            guess = close_match(rule, tuple(RULES))
            message = 'there is no rule "{name}" whose severity can be chosen'
            read.note("error", key, message, did_you_mean(guess), name=rule, guess=guess)
        elif written not in WEIGHTS:
            message, hint = '"{value}" is not a severity', "write error, warning, notice or off"
            read.refuse(key, message, hint, value=written)
        else:
            yield rule, written
