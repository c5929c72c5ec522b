"""A Markdown body -> safe HTML with numbered placeholders for its links; decides nothing about where a link leads.

What the sanitiser leaves has one form: tags in lower case, values in double quotes with `&`, `"`, `<` and `>` escaped.
The patterns here rely on it.
"""

import re
from collections.abc import Callable, Sequence
from html import unescape
from importlib import import_module
from itertools import pairwise
from typing import TYPE_CHECKING

from site_builder.acceleration import is_accelerated
from site_builder.language import make_text_translator
from site_builder.markdown.layout.galleries import mark_galleries
from site_builder.markdown.layout.wide_tables import mark_wide_tables
from site_builder.markdown.plain_text import FOOTNOTE_SIGN, TAG
from site_builder.markdown.sanitizer import ALIGNMENTS, PLACEHOLDER, sanitize_html
from site_builder.model import Heading, Link, Prose

if TYPE_CHECKING:
    import markdown

USUAL_EXTENSIONS = (
    *(
        "markdown.extensions.tables",
        "site_builder.markdown.extensions.footnotes",
        "site_builder.markdown.extensions.attribute_lists",
    ),
    *("markdown.extensions.def_list", "site_builder.markdown.extensions.untitled_boxes", "markdown.extensions.abbr"),
    *("markdown.extensions.md_in_html", "markdown.extensions.toc", "markdown.extensions.sane_lists"),
    *("site_builder.markdown.extensions.list_numbers", "site_builder.markdown.extensions.html_tails"),
    *("site_builder.markdown.extensions.heading_signs", "site_builder.markdown.extensions.whole_emphasis"),
    *("site_builder.markdown.extensions.ruled_tables", "site_builder.markdown.extensions.whole_links"),
    *("site_builder.markdown.extensions.picture_words", "site_builder.markdown.extensions.plain_signs"),
)
EXTENSIONS = (
    *(*USUAL_EXTENSIONS, "pymdownx.tilde", "pymdownx.caret", "pymdownx.tasklist"),
    "site_builder.markdown.extensions.whole_scripts",
    "site_builder.markdown.extensions.plain_backslashes",
)
# Without one of these the rest of the extensions find nothing. The library makes spaces of tabs and takes two signs
# out, which may bring one about.
RARE_SIGNS = ("~", "^", "[ ]", "[x]", "[X]", "\t", "\x02", "\x03")

# What is written without spaces: Han, kana, bopomofo, CJK punctuation and full-width forms (Unicode blocks). To compile
# a pattern with such large classes takes as long as some bodies.
WIDE = (
    *(("\u4e00", "\u9fff"), ("\u2e80", "\u2fdf"), ("\u2ff0", "\u312f"), ("\u3190", "\u4dbf"), ("\uf900", "\ufaff")),
    *(("\ufe10", "\ufe1f"), ("\ufe30", "\ufe4f"), ("\uff01", "\uff60"), ("\uffe0", "\uffe6")),
    *(("\U0001b000", "\U0001b16f"), ("\U00020000", "\U0003ffff")),
)
# As wide in Chinese text, narrow elsewhere (Unicode Standard Annex 11, value A).
AMBIGUOUS = "\u00b7\u2014\u2018\u2019\u201c\u201d\u2026"
INLINE = "a|abbr|b|bdi|cite|code|del|dfn|em|i|ins|kbd|mark|q|s|samp|small|span|strong|sub|sup|time|u|var"
TAGS = rf"(?:</?(?:{INLINE})(?: [^>]*)?>)*"
ENDS_OTHER = re.compile(rf"([^\x00-\x7f]){TAGS}[ \t]*\Z")
STARTS_OTHER = re.compile(rf"[ \t]*{TAGS}([^\x00-\x7f])")
# Blocks that end most lines: there is no need to look further.
BLOCK_ENDS = ("</p>", "</li>", "</td>", "</th>", "</tr>")
CODE = re.compile(r"<pre[ >].*?</pre>|<code[ >].*?</code>", re.DOTALL)

BOX = re.compile(
    r'(<li [^>]*\btask-list-item\b[^>]*>\s*(?:<p(?: [^>]*)?>)?\s*)<input type="checkbox" disabled( checked)?\s*/?>'
)
UNTITLED = re.compile(r'(<p class="admonition-title) untitled">([^<]*)<')
DRAWN_BOX = re.compile(r'(<li [^>]*class="[^"]*\btask-list-item\b[^>]*>\s*(?:<p(?: [^>]*)?>)?\s*)([☐☑]) ?')
TASK = '{before}<span class="task" aria-hidden="true">{sign}</span><span class="visually-hidden">{words} </span>'

PICTURE_OR_LINK = re.compile(r"<(img|a|/a)((?: [^>]*)?)>")
ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
FIRST_ID = re.compile(r'<[a-z][a-z0-9]* id="([^"]*)"')
ID = re.compile(r'(<[a-z][^>]*?) id="([^"]*)"')
HEADING_TAG = re.compile(r"<(/?)h([1-6])(?=[ >])")
HEADING_LEVEL = re.compile(r"<h([1-6])(?=[ >])")
HEADING = re.compile(r'<h([2-6])(?: [^>]*)? id="([^"]*)"[^>]*>(.*?)</h\1>', re.DOTALL)
LINK = re.compile(rf'(<(?:a|img) (?:[^>]* )?(?:href|src)=")({PLACEHOLDER}|#)([^"]*)("[^>]*>)')
PLAIN_CELLS = [
    (f'<{tag} align="{side}">', f"<{tag} " + 'class="align-' + side + '">')
    for tag in ("td", "th")
    for side in ALIGNMENTS
]
ALIGNED_CELL = re.compile(r"<(t[hd])( [^>]*)>")
BACK_TO_TEXT = re.compile(r'(<a class="footnote-backref"[^>]*) title="[^"0-9]*(\d+)[^"]*"')


class MarkdownConverter:
    """Converts Markdown; the extensions that few bodies need are imported with the first of these.

    A process keeps one.
    """

    def __init__(self) -> None:
        """Begin without any."""
        self.made: dict[bool, markdown.Markdown] = {}

    def __call__(self, body: str) -> str:
        """Convert a body to HTML that is not safe yet."""
        rare = not is_accelerated() or needs_rare_extensions(body)
        return self.get_markdown(rare=rare).reset().convert(body)

    def get_markdown(self, *, rare: bool) -> "markdown.Markdown":
        """Give the library's converter with all extensions, or with the usual ones."""
        if rare not in self.made:
            self.made[rare] = make_markdown(EXTENSIONS if rare else USUAL_EXTENSIONS)
        return self.made[rare]

    def clear(self) -> None:
        """Forget what a body left behind whose conversion came to no end, which `reset` leaves as it is."""
        for each in self.made.values():
            each.parser.state.clear()


def needs_rare_extensions(body: str) -> bool:
    """Tell whether a body may hold what only the rest of the extensions find."""
    return any(sign in body for sign in RARE_SIGNS)


def make_markdown(extensions: Sequence[str] = EXTENSIONS) -> "markdown.Markdown":
    """Make a converter of the library."""
    if is_accelerated():
        from site_builder.markdown.fast.converter import FastMarkdown
        from site_builder.markdown.fast.tree import slugify_heading

        return FastMarkdown(extensions=make_extensions(extensions, slugify_heading)).install_processors()
    from markdown import Markdown
    from markdown.extensions.toc import slugify_unicode

    return Markdown(extensions=make_extensions(extensions, slugify_unicode))


def make_extensions(names: Sequence[str], slugify: Callable[[str, str], str]) -> list["markdown.Extension"]:
    """Make extensions; by their names alone, the library would look through the metadata of every package installed."""
    configs: dict[str, dict[str, object]] = {
        "markdown.extensions.toc": {"slugify": slugify},
        "markdown.extensions.tables": {"use_align_attribute": True},
    }
    return [import_module(name).makeExtension(**configs.get(name, {})) for name in names]


def convert(body: str, lang: str, md: MarkdownConverter) -> Prose:
    """Convert a body that `limits.too_long` has let through; `lang` chooses the hidden words."""
    return make_prose(convert_to_html(body, md), lang, has_tags="<" in body)


def convert_to_html(body: str, md: MarkdownConverter) -> str | None:
    """Convert Markdown to HTML that is not safe yet, task boxes drawn; None where it is nested too deep for Python."""
    try:
        html = md(body)
    except (RecursionError, IndexError, TypeError):  # the last two are slips of extensions
        md.clear()
        return None
    return BOX.sub(format_task_box, html) if "<input" in html else html


def make_prose(raw: str | None, lang: str, *, has_tags: bool = True) -> Prose:
    """Make a Prose of HTML that is not safe yet; `has_tags` where the text that it was made of may hold tags."""
    html = join_wide_lines(sanitize_html(raw or "", has_tags=has_tags), lang)
    if "<img" in html:
        html = replace_foreign_pictures(html)
    html, ids = remove_repeated_ids(html)
    html, headings = normalize_headings(html)
    if ' align="' in html:
        html = add_alignment_classes(html)
    if ' untitled">' in html:
        html = name_boxes(html, lang)
    if "task-list-item" in html or "footnote-backref" in html:
        html = add_hidden_words(html, lang)
    html, links = insert_placeholders(html, ids)
    if "<table" in html:
        html = mark_wide_tables(html, lang)
    if "<img" in html:
        html = mark_galleries(html)
    return Prose(html, links, headings, ids)


def format_task_box(found: re.Match[str]) -> str:
    """Write a task box as a character."""
    return f"{found[1]}{'☑' if found[2] else '☐'}"


def join_wide_lines(html: str, lang: str) -> str:
    """Take out line breaks between two characters that are written without space, but none of code."""
    if html.isascii():
        return html
    coded = "<pre" in html or "<code" in html
    if coded:
        html = CODE.sub(lambda found: found[0].replace("\n", "\0"), html)
    lines = html.split("\n")
    parts = [lines[0]]
    for before, line in pairwise(lines):
        if not can_join(before, line, lang):
            parts += ("\n", line)
        else:
            parts[-1] = parts[-1].rstrip(" \t")
            parts.append(line.lstrip(" \t"))
    html = "".join(parts)
    return html.replace("\0", "\n") if coded else html


def can_join(before: str, behind: str, lang: str) -> bool:
    """Tell whether a line end adds no space: wide characters on both sides, in Chinese also one of them ambiguous."""
    if not before or not behind or (before[-1].isascii() and before[-1] not in "> \t"):
        return False
    if before.endswith(BLOCK_ENDS) or (behind[0].isascii() and behind[0] not in "< \t"):
        return False
    left = ENDS_OTHER.search(before[-400:])
    right = left and STARTS_OTHER.match(behind)
    if not left or not right:
        return False
    if is_wide(left[1]):
        return is_wide(right[1]) or (lang.startswith("zh") and right[1] in AMBIGUOUS)
    return lang.startswith("zh") and left[1] in AMBIGUOUS and is_wide(right[1])


def is_wide(character: str) -> bool:
    """Tell whether a character is written without spaces around it."""
    return any(first <= character <= last for first, last in WIDE)


def replace_foreign_pictures(html: str) -> str:
    """Write a picture from elsewhere as a link to it, or as its words where it has no address or stands in a link."""
    inside = False

    def replace_tag(found: re.Match[str]) -> str:
        nonlocal inside
        if found[1] != "img":
            inside = found[1] == "a"
            return found[0]
        values: dict[str, str] = dict(ATTRIBUTE.findall(found[2]))
        source, words = values.get("src"), values.get("alt", "")
        if source is None:
            return words
        if source.startswith(PLACEHOLDER):
            return found[0]
        return words or source if inside else f'<a href="{source}">{words.strip() or source}</a>'

    return PICTURE_OR_LINK.sub(replace_tag, html)


def remove_repeated_ids(html: str) -> tuple[str, tuple[str, ...]]:
    """Drop an id that stands earlier in the body; give all that are left."""
    if ' id="' not in html:
        return html, ()
    plain_ids = FIRST_ID.findall(html)
    if len(plain_ids) == html.count(' id="') == len(set(plain_ids)):
        return html, tuple(map(unescape, plain_ids))
    seen: dict[str, None] = {}

    def keep_first(found: re.Match[str]) -> str:
        if found[2] in seen:
            return found[1]
        seen[found[2]] = None
        return found[0]

    html = ID.sub(keep_first, html)
    return html, tuple(map(unescape, seen))


def normalize_headings(html: str) -> tuple[str, tuple[Heading, ...]]:
    """Make headings start at h2 and leave out no level; give those that have an id."""
    levels = HEADING_LEVEL.findall(html)
    if not levels:
        return html, ()
    if not has_ordered_levels(levels):
        html = renumber_headings(html)
    return html, tuple(Heading(int(h), unescape(name), extract_text(inner)) for h, name, inner in HEADING.findall(html))


def has_ordered_levels(levels: list[str]) -> bool:
    """Tell whether the levels of headings start at 2 and leave none out."""
    above = 1
    for level in map(int, levels):
        if not 1 < level <= above + 1:
            return False
        above = level
    return True


def renumber_headings(html: str) -> str:
    """Make headings start at h2 and leave out no level."""
    above: list[str] = []
    unclosed: list[int] = []

    def renumber_tag(found: re.Match[str]) -> str:
        if found[1]:
            return f"</h{unclosed.pop()}"
        while above and above[-1] >= found[2]:
            above.pop()
        above.append(found[2])
        unclosed.append(min(1 + len(above), 6))
        return f"<h{unclosed[-1]}"

    return HEADING_TAG.sub(renumber_tag, html)


def add_alignment_classes(html: str) -> str:
    """Write the alignment of cells as classes."""
    for attribute, class_ in PLAIN_CELLS:
        html = html.replace(attribute, class_)
    return ALIGNED_CELL.sub(replace_alignment, html) if ' align="' in html else html


def replace_alignment(found: re.Match[str]) -> str:
    """Write a cell's alignment as a class."""
    values = dict(ATTRIBUTE.findall(found[2]))
    side = values.pop("align", None)
    if side is None:
        return found[0]
    values["class"] = f"{values.get('class', '')} align-{side}".strip()
    attributes = "".join(f' {name}="{value}"' for name, value in values.items())
    return f"<{found[1]}{attributes}>"


def add_hidden_words(html: str, lang: str) -> str:
    """Give task boxes and the ways back from footnotes the words that a screen reader says."""
    translate = make_text_translator(lang)
    states = {"☑": translate("done:"), "☐": translate("to do:")}
    back = translate("back to where note {number} is mentioned")
    html = DRAWN_BOX.sub(lambda f: TASK.format(before=f[1], sign=f[2], words=states[f[2]]), html)
    return BACK_TO_TEXT.sub(lambda f: f'{f[1]} title="{back.format(number=f[2])}"', html)


def name_boxes(html: str, lang: str) -> str:
    """Say the kind of a box that was given no title in the text's language."""
    translate = make_text_translator(lang)
    names = {
        "attention": translate("Attention"),
        "caution": translate("Caution"),
        "danger": translate("Danger"),
        "error": translate("Error"),
        "hint": translate("Hint"),
        "important": translate("Important"),
        "info": translate("Info"),
        "note": translate("Note"),
        "tip": translate("Tip"),
        "warning": translate("Warning"),
    }
    return UNTITLED.sub(lambda found: f'{found[1]}">{names.get(found[2].lower(), found[2])}<', html)


def insert_placeholders(html: str, ids: tuple[str, ...]) -> tuple[str, tuple[Link, ...]]:
    """Put numbered placeholders for links inside the site; those within the page stay and are listed last."""
    links: list[Link] = []
    within: list[Link] = []

    def insert_placeholder(found: re.Match[str]) -> str:
        start, kind, rest, end = found.groups()
        target = unescape(rest)
        picture = start.startswith("<img")
        text = find_alt(found[0]) if picture else find_link_text(found.string, found.end())
        if kind == "#":
            if not (target.startswith("fn") and target in ids):
                within.append(Link("#" + target, text=text))
            return found[0]
        links.append(Link(target, picture, text))
        return f"{start}{PLACEHOLDER}{len(links) - 1}{end}"

    html = LINK.sub(insert_placeholder, html)
    return html, (*links, *within)


def find_alt(tag: str) -> str:
    """Give the alternative text of a picture's tag."""
    return unescape(dict(ATTRIBUTE.findall(tag)).get("alt", "")).strip()


def find_link_text(html: str, start: int) -> str:
    """Give the words of a link whose content starts here; those of its picture where it has no others."""
    inner = html[start : html.find("</a>", start)]
    return extract_text(inner) or (find_alt(inner) if "<img" in inner else "")


def extract_text(inner: str) -> str:
    """Give the words of inline HTML, without footnote marks."""
    if "<" in inner:
        inner = TAG.sub("", FOOTNOTE_SIGN.sub("", inner) if "fnref" in inner else inner)
    return " ".join(unescape(inner).split())
