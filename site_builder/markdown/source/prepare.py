"""A body as typed -> Markdown as the library reads it, and what is to be told of it; every sign stays or is told.

Nothing is converted here, so that the library and the quick way to the same output are given the same text.
"""

from msgspec import Struct

from site_builder.late_patterns import compile_late
from site_builder.markdown.source.character_numbers import find_odd_numbers
from site_builder.markdown.source.definitions import find_definition_edits
from site_builder.markdown.source.elements.element_indents import dedent_elements
from site_builder.markdown.source.elements.html_blocks import find_html_edits
from site_builder.markdown.source.empty_marks import find_empty_marks
from site_builder.markdown.source.fenced_code import Fences, has_fences
from site_builder.markdown.source.fences import mark_fences
from site_builder.markdown.source.form_blanks import find_blank_edits
from site_builder.markdown.source.indentation import QUOTED_LIST, Indenter, indent_quoted_lists, needs_indentation
from site_builder.markdown.source.line_ends import find_line_ends
from site_builder.markdown.source.snapshot import Snapshot, SourceFinding, split_lines
from site_builder.markdown.source.table_cells import find_table_edits, has_uneven_rows
from site_builder.markdown.source.wide_signs import find_heading_edits, find_wide_sign_edits
from site_builder.markdown.source.wide_tables import find_wide_table_edits
from site_builder.markdown.source_positions import find_code_spans

# What is shown as it is, and which lines are rows of tables, is known to those that come later.
RULES = (
    *(find_odd_numbers, find_html_edits, find_table_edits, find_wide_table_edits),
    *(find_heading_edits, find_definition_edits, find_wide_sign_edits, find_blank_edits, find_empty_marks),
)
# Without one of these no rule finds anything. To look for each is many times quicker than for all by one pattern, and
# for the first sign of two before the second.
SIGNS = ("\t", "<", "&#", "__", "!!!")
WIDE_SIGNS = (*"＃｀［＞－｜", "＊＊", "【^", "]（", "![")
# A note or an empty link, and a definition, each behind its bracket.
OPENING = compile_late(r"\[(?:\^|[ ]?\]\()")
CLOSING = compile_late(r"\][ ]?:")
EMPTY_MARK = compile_late(r"\n[ \t]*(?:[-*+]|#{1,6})[ \t]*(?:\n|\Z)")
# The library takes lines of ideographic or other wide spaces for words.
WIDE_EMPTY_LINE = compile_late(r"(?:\A|\n)[ \t]*[^\S \t\n][^\S\n]*(?=\n|\Z)")
# Two lines of which the second is not plainly an entry of a list, a row of a table or a heading.
TWO_LINES = compile_late(
    r"\S[ \t]*\n(?![ \t]*(?:[-*+][ \t]|\d{1,9}\.[ \t]|\||#{1,6}[^#0-9]))[ \t\u3000]*\S"
    r"|\|[ \t]*\n[ \t]*[^\s|#>-]"
)


class PreparedBody(Struct, frozen=True):
    """What the library is given, what is to be told, and where each place of it was typed."""

    text: str
    findings: tuple[SourceFinding, ...] = ()
    source: Snapshot | None = None

    def find_origin(self, offset: int) -> int:
        """Give where a place of the text stands in the body as it was typed."""
        return self.source.find_origin(offset) if self.source else offset


def has_signs(body: str) -> bool:
    """Tell whether a rule may find something in a body."""
    if has_any(body, SIGNS) or EMPTY_MARK.search(f"\n{body}") or ("|" in body and has_uneven_rows(body)):
        return True
    if ("[" in body and OPENING.search(body)) or ("]" in body and CLOSING.search(body)):
        return True
    if "`" in body and find_code_spans(body)[1]:
        return True
    return not body.isascii() and (has_any(body, WIDE_SIGNS) or ("](" in body and "）" in body))


def has_any(body: str, signs: tuple[str, ...]) -> bool:
    """Tell whether a body has one of some signs."""
    return any(each[0] in body and each in body for each in signs)


def has_line_ends_to_keep(body: str, lang: str) -> bool:
    """Tell whether a body reads otherwise where the ends of lines in paragraphs are kept."""
    return lang.startswith("zh") and prepare_body(body, lang).text != prepare_body(body, lang, breaks=True).text


def prepare_body(body: str, lang: str, *, breaks: bool = False) -> PreparedBody:
    """Prepare a body for the library; with `breaks`, the ends of lines in paragraphs of Chinese bodies are kept."""
    findings: list[SourceFinding] = []
    fenced = has_fences(body)
    quoted = ">" in body and QUOTED_LIST.search(body) is not None
    moved = fenced or quoted or needs_indentation(body)
    chinese = lang.startswith("zh") and TWO_LINES.search(body) is not None
    wide = not body.isascii() and WIDE_EMPTY_LINE.search(body) is not None
    if not (moved or chinese or wide or has_signs(body)):
        return PreparedBody(body)
    lines = split_lines(body)
    fences = mark_fences(lines, findings) if fenced or (moved and "<!--" in body) else Fences([], [], [])
    for line in lines if wide else ():
        if not line.code and line.text.isspace():
            line.text = ""
    if moved:
        if "</" in body:
            dedent_elements(lines)
        lines = Indenter(lines, fences, findings).run()
        if quoted:
            lines = indent_quoted_lists(lines, findings)
    source = Snapshot(lines)
    for rule in RULES:
        rule(source)
    if chinese:
        find_line_ends(source, keep=breaks)
    found = tuple(sorted((*findings, *source.findings), key=lambda each: each.at))
    return PreparedBody(source.apply_edits(), found, source)
