"""Names of files and folders, which are published as addresses: finds personal data in them, and renames nothing."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from site_builder.checking.personal_data.kinds import PersonalData
from site_builder.checking.personal_data.private_data import find_private_data
from site_builder.content.load import Items
from site_builder.late_patterns import compile_late
from site_builder.problem import Place, Problem, Severity, make_problem

RULE = "personal-data"
FILE_MESSAGE = "the name of this file, which is part of its address, holds personal data: {excerpt}"
FOLDER_MESSAGE = "the name of this folder, which is part of addresses, holds personal data: {excerpt}"
NAME_MESSAGES = frozenset({FILE_MESSAGE, FOLDER_MESSAGE})
HINT = "rename it; if it has to be named so, write into {file}, with the reason: {note}"
INDEX = compile_late(r"index(?:\.[A-Za-z-]+)?\.md")
# Without a digit or a sign of mail there is hardly anything; most names have no other digits than those of a day.
DAY = compile_late(r"(?<!\d)(?:19\d|20[0-3])\d-?(?:0[1-9]|1[0-2])-?(?:0[1-9]|[12]\d|3[01])(?!\d)")
# A home may have a name for its number, with a comma behind it.
SIGN = compile_late("[0-9０-９@＠零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖幺]|, ")
# Beside a day, a number of at most five digits.
FEW_DIGITS = compile_late(r"[-_. ]{0,3}[0-9]{1,5}(?:\.[A-Za-z-]+)*\Z")
# What ends the name of a file, but for the end of a number, a host or an address.
SUFFIX = compile_late(r"\.(?!(?:com|cn|net)$)[A-Za-z][A-Za-z0-9]{0,4}$", re.IGNORECASE)
# What programs write: days and times, milliseconds since 1970, UUIDs, digests.
MADE_BY_PROGRAMS = compile_late(
    r"(?<!\d)(?<!\d{3}[-._ ])(?:19\d|20[0-3])\d[-._ ]?(?:0[1-9]|1[0-2])[-._ ]?(?:0[1-9]|[12]\d|3[01])"
    r"(?:[-._ T]{0,3}(?:[01]\d|2[0-3])[-._: ]?[0-5]\d(?:[-._: ]?[0-5]\d(?:[-._]?\d{3})?)?)?(?!\d)[-_ ]*"
    r"|(?<![\d*＊×])1\d{12}(?![\d*＊×])"
    r"|(?:微信图片|QQ图片|mmexport|IMG|VID|截图)(?![-_ ]?1[3-9]\d{9}(?!\d))[-_ ]?\d{6,}"
    r"|(?<![0-9A-Za-z])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9A-Za-z])"
    r"|(?<![0-9A-Za-z])(?=[0-9]*[a-f]+[0-9]+[a-f])(?:[0-9a-f]{16}|[0-9a-f]{20}|[0-9a-f]{24}|[0-9a-f]{32,})(?![0-9A-Za-z])",
    re.IGNORECASE,
)


def find_in_name(name: str, contacts: frozenset[str] = frozenset()) -> tuple[PersonalData, ...]:
    """Find personal data in a file's or folder's name, also in one that addresses write so, but for the contacts."""
    name = unquote(name)
    rest = DAY.sub("", name)
    if not SIGN.search(rest) or FEW_DIGITS.match(rest):
        return ()
    plain = MADE_BY_PROGRAMS.sub(" ", SUFFIX.sub("", name)).replace("_", " ")
    return find_private_data(plain, contacts)


def make_name_problem(
    path: str, found: tuple[PersonalData, ...], message: str, accepting: tuple[str, str]
) -> Iterator[Problem]:
    """Say what was found in a name, if anything, and what to write into which file where it has to stay."""
    if found:
        excerpt, (file, note) = ", ".join(each.masked for each in found), accepting
        yield make_problem(
            find_severity(found), RULE, Place(path), message, HINT, excerpt=excerpt, file=file, note=note
        )


def find_severity(found: tuple[PersonalData, ...]) -> Severity:
    """Give the severity of the gravest of what was found in a name."""
    return "error" if any(each.severity == "error" for each in found) else "warning"


def check_item_name(path: str, contacts: frozenset[str]) -> Iterator[Problem]:
    """Find personal data in the name of an item: its file's, or where that is `index.md` its folder's."""
    folder, _, name = path.rpartition("/")
    accepting = path, "# accept personal-data everywhere: …"
    if INDEX.fullmatch(name):
        yield from make_name_problem(path, find_in_name(folder.rpartition("/")[2], contacts), FOLDER_MESSAGE, accepting)
    else:
        found = find_in_name(name, contacts)
        yield from make_name_problem(path, found, FILE_MESSAGE, accepting)


def check_names(items: Items, contacts: frozenset[str]) -> Iterator[Problem]:
    """Find personal data in the names of attachments, static files, and folders that are no items themselves."""
    for each in (*items.attachments, *items.static):
        found = find_in_name(each.path.rpartition("/")[2], contacts)
        name = each.path.removeprefix(f"{each.owner}/")
        accepting = f"content/{each.owner}/index.md", f"<!-- accept personal-data {name}: … -->"
        if not each.owner:
            accepting = "content/site.toml", f"# accept personal-data {name}: …"
        yield from make_name_problem(f"content/{each.path}", found, FILE_MESSAGE, accepting)
    for folder, place in list_folders(items):
        accepting = "content/site.toml", f"# accept personal-data {folder}: …"
        found = find_in_name(folder.rpartition("/")[2], contacts)
        yield from make_name_problem(place, found, FOLDER_MESSAGE, accepting)


def check_unread_names(unread: Iterable[Problem], items: Items, contacts: frozenset[str]) -> Iterator[Problem]:
    """Find personal data in names that are errors themselves, so that nothing of that name was read.

    They have to be changed anyway, and who does it should know all that is wrong with them.
    """
    read = (
        *(each.path for each in (*items.items, *items.unsound)),
        *(each.path for each in (*items.attachments, *items.static)),
    )
    paths = {each.path for each in unread if each.rule == "name" and each.severity == "error"}
    for path in sorted(paths - {f"content/{each}" for each in read}):
        folder, _, name = path.rpartition("/")
        message = FOLDER_MESSAGE if INDEX.fullmatch(name) else FILE_MESSAGE
        found = find_in_name(folder.rpartition("/")[2] if message == FOLDER_MESSAGE else name, contacts)
        if found:
            excerpt = ", ".join(each.masked for each in found)
            yield make_problem(find_severity(found), RULE, Place(path), message, "rename it", excerpt=excerpt)


def list_folders(items: Items) -> Iterator[tuple[str, str]]:
    """Give each folder below content/ that is no item's own, and where to say something of it.

    That is the folder, or, where all in it are drafts, which nobody sees yet, the first of these.
    """
    texts = [each.path for each in (*items.items, *items.unsound)]
    own = {path.rpartition("/")[0] for path in texts if INDEX.fullmatch(path.rpartition("/")[2])}
    drafts = [path for path in texts if f"content/{path}" in items.drafts]
    shown = {
        *(path.rpartition("/")[0] for path in texts if f"content/{path}" not in items.drafts),
        *(each.path.rpartition("/")[0] for each in items.static),
    }
    shown |= {
        each.path.rpartition("/")[0]
        for each in items.attachments
        if f"content/{each.owner}/index.md" not in items.drafts
    }
    public = list_parents(shown)
    for folder in sorted(public - own):
        yield folder, f"content/{folder}"
    for path in sorted(drafts):
        for folder in sorted(list_parents([path.rpartition("/")[0]]) - public - own):
            yield folder, f"content/{path}"


def list_parents(folders: Iterable[str]) -> set[str]:
    """Give folders with all above them, below content/."""
    found: set[str] = set()
    for folder in folders:
        path = folder
        while path and path not in found:
            found.add(path)
            path = path.rpartition("/")[0]
    return found
