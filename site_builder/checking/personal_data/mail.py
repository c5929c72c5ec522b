"""A text -> the addresses in it at hosts where private people have their mail, also those that hide the sign."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from site_builder.checking.personal_data.kinds import PersonalData
from site_builder.checking.rare_signs import RarePatterns
from site_builder.late_patterns import compile_late

# These have a host in every country.
PRIVATE_EVERYWHERE = compile_late(
    r"(?:hotmail|outlook|live|yahoo|ymail|gmx|aol|googlemail|yandex)\.(?:(?:com?\.)?[a-z]{2}|com|net)"
)
# What stands for the sign, each quick to look for, as it begins with one sign; a word or a hash does so only before a
# host.
SIGNS = RarePatterns(
    {
        **{sign: re.compile(rf"\{sign}(?: ?(?:at|AT|At|a|艾特) ?[）)\]}}】>])") for sign in ("(", "[", "{", "<")},
        "&": re.compile("&(?:#64;|#x40;|commat;)"),
        "%": re.compile("%40"),
        **{
            f" {word} ": re.compile(rf" {word} [A-Za-z0-9-]+(?:\.| dot | DOT | ?[(\[{{])")
            for word in ("at", "At", "AT")
        },
        **{sign: re.compile(rf"{sign}(?<=[_-]...)[A-Za-z0-9-]+\.") for sign in ("at-", "at_")},
        "#": re.compile(r"#(?<=[A-Za-z0-9]#)[A-Za-z0-9-]+\."),
        **{sign: re.compile(rf"{sign}(?: ?(?:at|AT|At|a|艾特) ?[）)\]}}】>])") for sign in "（【"},
        "艾特": re.compile("艾特"),
    }
)
# A name is not longer, and with it what may stand between it and the sign.
LONGEST_NAME = 70


@cache
def read_private_hosts() -> frozenset[str]:
    """Read the hosts at which private people have their mail; each also has a `vip.` twin, sold to the same people."""
    return frozenset(Path(__file__).with_name("mail_hosts.txt").read_text("ascii").split())


@cache
def compile_patterns() -> dict[str, re.Pattern[str]]:
    """Compile what most texts do not need."""
    dot = r"(?P<dot>\.|(?: \. ?|\. )(?=(?:com|cn|net|org|co|uk)\b)| ?[(\[{（【] ?(?:dot|DOT|\.|点) ?[)\]}）】] ?"
    dot += r"| dot | DOT |点|。(?=com|cn|net))"
    more = dot.replace("(?P<dot>", "(?:")
    return {
        "at": re.compile(
            r"@ ?|[（(\[{【<] ?(?:at|AT|At|@|a|艾特) ?[）)\]}】>] ?|&#64;|&#x40;|&commat;|%40|(?P<word> (?:at|AT|At) )"
            r"|#(?<=[A-Za-z0-9]#)(?=[A-Za-z0-9])|艾特 ?|[_-]at[_-]"
        ),
        "name": re.compile(r"(?<![A-Za-z0-9._%+])[A-Za-z0-9](?:[A-Za-z0-9._%+-]|\\_)*(?= ?\\?\Z)"),
        "host": re.compile(rf"[A-Za-z0-9-]+{dot}(?:[A-Za-z0-9-]+{more})*[A-Za-z]{{2,}}(?![A-Za-z0-9-])"),
        "dot": re.compile(more),
    }


def find_emails(text: str) -> Iterator[PersonalData]:
    """Find addresses at hosts where private people have their mail."""
    patterns = compile_patterns()
    for at in patterns["at"].finditer(text):
        host = patterns["host"].match(text, at.end())
        before = text[max(0, at.start() - LONGEST_NAME) : at.start()]
        name = patterns["name"].search(before)
        if not host or not name:
            continue
        plain = patterns["dot"].sub(".", host[0]).lower().removeprefix("vip.")
        if plain not in read_private_hosts() and not PRIVATE_EVERYWHERE.fullmatch(plain):
            continue
        # What ends an address is no name of another.
        if before[: name.start()].endswith("@"):
            continue
        # "Find us at qq.com" names nobody.
        if at["word"] and host["dot"] == "." and not re.search("[0-9._]", name[0]):
            continue
        start = at.start() - len(before) + name.start()
        yield PersonalData(start, host.end(), "e-mail", f"{name[0][0]}***@{patterns['dot'].sub('.', host[0])}")


def write_mail_plainly(text: str) -> str:
    """Write an address of mail that hides its sign or its dots as one that does not."""
    patterns = compile_patterns()
    return patterns["dot"].sub(".", patterns["at"].sub("@", text, count=1)).replace("\\", "")


def has_sign_of_mail(text: str) -> bool:
    """Tell whether a text may have an address of mail at all."""
    return "@" in text or SIGNS.has_match(text)
