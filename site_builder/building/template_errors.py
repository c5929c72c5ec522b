"""What keeps a template from making a page -> a Problem in the words of who writes themes, one for all its pages."""

import re
import traceback
from collections import defaultdict
from collections.abc import Iterable

from msgspec.structs import replace

from site_builder.building.theme import Theme
from site_builder.building.theming.names import PREFIX, split_name
from site_builder.planning.outputs import Page
from site_builder.problem import Place, Problem, make_problem
from site_builder.spelling import find_close_match, format_suggestion

FIELD = 'there is no field "{name}" here; this keeps the page /{page} from being made'
NAME = 'the name "{name}" means nothing here; this keeps the page /{page} from being made'
VALUE = 'a value in this line cannot be used like this: it has no "{name}"; the page /{page} cannot be made'
OTHER = "this template fails on the page /{page}: {reason}"
MISSING_NOINDEX = "the page /{page} of a staging copy does not ask search engines to leave it out"
# By what is said of one page what is said of several.
PLURAL_MESSAGES = {
    FIELD: 'there is no field "{name}" here; this keeps {n} pages from being made, the first of them /{page}',
    NAME: 'the name "{name}" means nothing here; this keeps {n} pages from being made, the first of them /{page}',
    VALUE: 'a value in this line cannot be used like this: it has no "{name}"; {n} pages cannot be made, the first of '
    "them /{page}",
    OTHER: "this template fails on {n} pages, the first of them /{page}: {reason}",
    MISSING_NOINDEX: "{n} pages of a staging copy do not ask search engines to leave them out, the first of "
    "them /{page}",
}
DOCUMENTED = "docs/templates.md lists what each template sees"
# What every template knows.
GLOBAL_NAMES = ("page", "loop", "range", "dict", "namespace", "cycler", "joiner", "gettext", "ngettext")


def explain_mistake(error: Exception, page: Page, theme: Theme) -> Problem:
    """Name the template, the line and the page that was being made."""
    from jinja2 import TemplateNotFound, TemplateSyntaxError

    from site_builder.building.undefined import MissingFieldError

    name, line = page.template, 1
    if isinstance(error, TemplateSyntaxError):
        name, line = error.name or name, error.lineno
    files = {str(theme.locate_file(n)): n for n in theme.templates}
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename in files:
            name, line = files[frame.filename], frame.lineno or 1
    source = read_template_line(theme, name, line)
    at = Place(theme.name_file(name), line, 1, source)
    if isinstance(error, MissingFieldError):
        at = replace(at, column=find_column(source, error.name))
        guess = find_close_match(error.name, error.known or (GLOBAL_NAMES if error.known is None else ()))
        known, hint = ", ".join(error.known or ()), format_suggestion(guess)
        message, otherwise = NAME if error.known is None else FIELD, "write one of: {known}" if known else DOCUMENTED
        values = {"name": error.name, "guess": guess, "known": known, "page": page.path}
        return make_problem("error", "template", at, message, hint or otherwise, **values)
    if isinstance(error, AttributeError) and error.name:
        return make_problem("error", "template", at, VALUE, DOCUMENTED, name=error.name, page=page.path)
    if isinstance(error, TemplateNotFound):
        reason = f"there is no template {shorten_name(str(error.name))}"
    else:
        reason = getattr(error, "message", None) or str(error) or type(error).__name__
    return make_problem("error", "template", at, OTHER, DOCUMENTED, page=page.path, reason=reason)


def shorten_name(name: str) -> str:
    """Give a full name as templates write it."""
    passed, bare = split_name(name)
    return f"{PREFIX if passed else ''}{bare}"


def read_template_line(theme: Theme, name: str, line: int) -> str:
    """Give a line of a template."""
    if name not in theme.templates:
        return ""
    lines = theme.locate_file(name).read_text("utf-8").split("\n")
    return lines[line - 1] if line <= len(lines) else ""


def find_column(source: str, name: str) -> int:
    """Find where a line of a template asks for a field or a name, counted from 1."""
    found = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", source)
    return found.start() + 1 if found else 1


def merge_problems(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Make one Problem of those that one mistake in a template has on several pages; others stay as they are."""
    groups: dict[tuple[object, ...], dict[str, Problem]] = defaultdict(dict)
    for each in problems:
        values = dict(each.values)
        page = values.pop("page", "")
        groups[each.path, each.line, each.column, each.message, each.hint, tuple(values.items())][page] = each
    return tuple(merge_pages(pages) for pages in groups.values())


def merge_pages(pages: dict[str, Problem]) -> Problem:
    """Make one Problem of those of several pages."""
    first = pages[min(pages)]
    if len(pages) == 1 or first.message not in PLURAL_MESSAGES:
        return first
    return replace(first, message=PLURAL_MESSAGES[first.message], values=(*first.values, ("n", str(len(pages)))))
