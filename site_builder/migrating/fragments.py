"""Links to a place on a page -> the place's name as it is here; one that is not there leads to the page."""

import re
from collections.abc import Mapping
from urllib.parse import quote

from site_builder.migrating.body.links import escape_address
from site_builder.migrating.body.rewrite import RewrittenBody
from site_builder.migrating.model import Notes
from site_builder.migrating.place_items import PlacedItem
from site_builder.migrating.resolve_links import SAFE


def fix_fragments(placed: list[PlacedItem], bodies: Mapping[str, RewrittenBody], notes: Notes) -> dict[str, str]:
    """Give the texts of all bodies, their fragments set right; only pages that are led to are converted for it."""
    ids: dict[str, tuple[str, ...]] = {}
    texts: dict[str, str] = {}
    wanted = {answer.path for body in bodies.values() for _, answer in body.fragments}
    if wanted:
        from site_builder.markdown.convert import MarkdownConverter, convert
        from site_builder.markdown.limits import check_limits

        md = MarkdownConverter()
        for path in sorted(wanted):
            text = bodies[path].text
            ids[path] = () if check_limits(path, text, 0) else convert(text, "en", md).ids
    for each in placed:
        body = bodies[each.doc.path]
        text = body.text
        for line, answer in body.fragments:
            if answer.fragment in ids[answer.path]:
                continue
            near = next((i for i in ids[answer.path] if normalize_name(i) == normalize_name(answer.fragment)), "")
            before, _, _ = answer.target.partition("#")
            if near:
                new = f"{before}#{quote(near, safe=SAFE)}"
                message = "the place #{fragment} on the page is called #{name} here"
                notes.add_change(
                    "link", each.doc.path, line, message, answer.target, fragment=answer.fragment, name=near
                )
            else:
                message = "the page has no place #{fragment}; the link leads to the page"
                new = before or quote(each.path.rpartition("/")[2], safe=SAFE)
                notes.add_loss("link", each.doc.path, line, message, answer.target, fragment=answer.fragment)
            text = replace_target(text, answer.target, new)
        texts[each.doc.path] = text
    return texts


def replace_target(text: str, old: str, new: str) -> str:
    """Replace the target of links, in Markdown and in HTML."""
    written, wanted = re.escape(escape_address(old)), escape_address(new)
    text = re.sub(rf"\]\({written}(?=[\s)])", lambda _: f"]({wanted}", text)
    return re.sub(rf'href="{re.escape(old)}"', lambda _: f'href="{new}"', text)


def normalize_name(name: str) -> str:
    """Give the letters and digits of a name."""
    return re.sub(r"[\W_]+", "", name).casefold()
