"""Templates that items and pages name for themselves: which there are, and those that are not; renders none."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from site_builder.building.theming.names import ThemeLayer
from site_builder.checking.source_places import locate_field, read_site_file
from site_builder.model import Item
from site_builder.problem import Problem, make_problem
from site_builder.spelling import find_close_match

# Of the program's templates, those by which such pages are made anyway.
USUAL = ("item.html", "page.html")


def check_page_templates(items: Iterable[Item], layers: Sequence[ThemeLayer], site: Path) -> Iterator[Problem]:
    """Find the items and pages whose template is none of the site's own."""
    naming = [each for each in items if each.template]
    known = list_page_templates(layers) if naming else ()
    for item in naming:
        if item.template in known:
            continue
        guess = find_close_match(item.template, known)
        message = 'there is no template "{name}" of the site\'s own'
        hint = "did you mean {guess}?" if guess else "write it into templates/{name}, or leave the line out"
        path = f"content/{item.path}"
        at = locate_field(read_site_file(site, path), path, "template")
        yield make_problem("error", "template", at, message, hint, name=item.template, guess=guess)


def list_page_templates(layers: Sequence[ThemeLayer]) -> tuple[str, ...]:
    """List the templates that a page may name: those of site and package that take the place of no other page's."""
    program = {name for each in layers if each.owner == "program" for name in each.templates}
    own = {name for each in layers if each.owner != "program" for name in each.templates} - program
    return (*USUAL, *sorted(name for name in own if name.endswith(".html")))
