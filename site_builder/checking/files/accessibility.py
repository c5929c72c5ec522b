"""Attachments that not everyone can read, by their form and name alone; opens none of them."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from site_builder.model import Attachment
from site_builder.problem import Place, Problem, make_problem
from site_builder.site.organise import Site
from site_builder.site.resolve_links import find_target

# Forms that are made for paper or for the eye: a screen reader finds little in them, a phone no line that fits.
PAPER = frozenset(
    [".pdf", ".ofd", ".ps", ".djvu", ".caj", ".ceb", ".ppt", ".pptx", ".wps", ".doc", ".xls", ".et", ".dps"]
)
PICTURES = frozenset(
    [".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".tif", ".tiff", ".bmp", ".heic", ".svg"],
)
INACCESSIBLE = PAPER | PICTURES


def check_accessibility(site: Site) -> Iterator[Problem]:
    """Note every attachment that has no version that everyone can read."""
    message = "not everyone can read this file, and there is no other version of it"
    hint = (
        "add the same as {name}.docx, {name}.csv or {name}.txt; or say all of it in the item, and write into {file}, "
        "with the reason: {note}"
    )
    for each in find_inaccessible(site):
        name, own = PurePosixPath(each.path).stem, each.path.removeprefix(f"{each.owner}/")
        file, note = f"content/{each.owner}/index.md", f"<!-- accept accessibility {own}: … -->"
        yield make_problem(
            "notice", "accessibility", Place(f"content/{each.path}"), message, hint, name=name, file=file, note=note
        )


def find_inaccessible(site: Site) -> tuple[Attachment, ...]:
    """Give the public attachments that are for the eye, without one of the same name in another form beside them.

    A picture that an item shows has its alternative text, and is none of them.
    """
    attached = [each for files in site.attachments.values() for each in files if site.addresses[each.path]]
    suspect = [each for each in attached if PurePosixPath(each.path).suffix.lower() in INACCESSIBLE]
    if not suspect:
        return ()
    paths = {each.path for each in suspect}
    readable = {remove_suffix(each) for each in attached if each.path not in paths}
    shown = set(list_picture_paths(site))
    return tuple(each for each in suspect if remove_suffix(each) not in readable and each.path not in shown)


def remove_suffix(attachment: Attachment) -> str:
    """Give a file's path without its suffix."""
    return str(PurePosixPath(attachment.path).with_suffix(""))


def list_picture_paths(site: Site) -> Iterator[str]:
    """Give the paths of the pictures that items show."""
    for item in site.items:
        if item.image:
            yield find_target(site, item, item.image)[0]
        for link in item.links:
            if link.picture:
                yield find_target(site, item, link.target)[0]
