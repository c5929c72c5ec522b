"""Blocks of a Word file -> Markdown: headings, paragraphs, lists, tables, notes; guesses no title and no date."""

import re
from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree as ET

from site_builder.markdown.escape import escape_cell, escape_markdown, escape_paragraph
from site_builder.word_import import losses
from site_builder.word_import.blocks import DocxBlock, DocxContent, find_blocks, get_html_text, is_note
from site_builder.word_import.inline import InlineWriter
from site_builder.word_import.losses import Losses
from site_builder.word_import.prepare import ParagraphKind

DEEPEST_HEADING, DEEPEST_ITEM = 6, 8
INDENT = "    "
# A comment between two lists keeps them two.
LIST_SEPARATOR = "<!-- -->"
# What our own items begin with; text that looks like one is escaped.
ITEM = re.compile(r" *(?:-|\d+\.) ")

TYPED_NUMBER = re.compile(r"^\S{1,6}[.．、)）]\s*\t\s*")
INLINE_TAGS = {"strong": "strong", "em": "em", "s": "del", "sup": "sup", "sub": "sub"}
TITLE_LEVELS = 1


class MarkdownWriter:
    """Writes one document."""

    def __init__(self, content: DocxContent, kinds: tuple[ParagraphKind, ...], lost: Losses) -> None:
        """Write what was read; losses are added to those given."""
        self.content = content
        self.kinds = kinds
        self.lost = lost
        self.inline = InlineWriter(lost)
        self.items: list[ParagraphKind] = []

    def write(self, found: Sequence[DocxBlock]) -> str:
        """Write the Markdown of some blocks, and of the notes that they refer to."""
        parts = [part for each in found for part in self.write_block(each) if part]
        done = 0
        while done < len(self.inline.notes):
            target = list(self.inline.notes)[done]
            done += 1
            parts.append(self.write_note(done, target))
        text = "".join(
            part + ("\n" if ITEM.match(part) and ITEM.match(next_) else "\n\n")
            for part, next_ in pairwise([*parts, ""])
        )
        return text.rstrip("\n") + "\n" if parts else ""

    def write_block(self, block: DocxBlock) -> Iterator[str]:
        """Write a block; the items of a list stand in lines of their own."""
        if block.table:
            self.items = []
            yield from self.write_table(block.element)
        elif block.kind.item and not block.kind.level:
            yield from self.write_item(block)
        else:
            self.items = []
            yield self.write_paragraph(block)

    def write_paragraph(self, block: DocxBlock) -> str:
        """Write a heading or a paragraph with its alignment."""
        if block.kind.level:
            text = self.inline.write(block.element, bold=False, line_break=" ").replace("#", "\\#")
            depth = min(block.kind.level + TITLE_LEVELS, DEEPEST_HEADING)
            return f"{'#' * depth} {text}" if text else ""
        self.note_tabs(block)
        text = escape_paragraph(self.inline.write(block.element))
        return f"{text}\n{{: .{block.kind.align} }}" if text and block.kind.align else text

    def note_tabs(self, block: DocxBlock) -> None:
        """Note tabs between words, but for one behind a number that was typed."""
        if "\t" in TYPED_NUMBER.sub("", "".join(block.element.itertext()).strip()):
            self.lost.add(losses.TABS, block.text)

    def write_item(self, block: DocxBlock) -> Iterator[str]:
        """Write an item of a list, below the items that it belongs to."""
        kind = block.kind
        self.note_tabs(block)
        text = escape_paragraph(self.inline.write(block.element))
        if not text:
            return
        depth = min(sum(each.depth < kind.depth for each in self.items), DEEPEST_ITEM)
        above = self.items[depth] if depth < len(self.items) else None
        if kind.item == "label":
            self.items = self.items[:depth]
            yield indent_lines(text, depth)
            return
        follows = above and above.item == kind.item and (kind.item == "bullet" or above.number + 1 == kind.number)
        if above is not None and not follows:
            yield INDENT * depth + LIST_SEPARATOR
        self.items = [*self.items[:depth], kind]
        mark = "- " if kind.item == "bullet" else f"{kind.number}. "
        yield INDENT * depth + mark + indent_lines(text, depth + 1).lstrip(" ")

    def write_note(self, number: int, target: str) -> str:
        """Write a note at the end."""
        found = self.content.notes.get(target, ())
        parts = [escape_paragraph(self.inline.write(each.element)) for each in found if not each.table]
        parts = [part for part in parts if part] or ["—"]
        return f"[^{number}]: " + indent_lines("\n\n".join(parts), 1).lstrip(" ")

    def write_table(self, table: ET.Element) -> Iterator[str]:
        """Write a table: one of a single cell as its paragraphs, one with merged cells as HTML."""
        rows = [list(row) for row in find_rows(table)]
        cells = [cell for row in rows for cell in row]
        if len(cells) == 1:
            yield from (part for each in self.find_cell_blocks(cells[0]) for part in self.write_block(each))
            self.items = []
        elif any(cell.get("colspan") or cell.get("rowspan") for cell in cells):
            self.lost.add(losses.MERGED, " ".join(get_html_text(cell) for cell in cells))
            yield self.write_html_table(rows)
        elif cells:
            yield self.write_pipe_table(rows)

    def find_cell_blocks(self, cell: ET.Element) -> list[DocxBlock]:
        """Give the blocks of a cell."""
        return list(find_blocks(list(cell), self.kinds))

    def write_pipe_table(self, rows: list[list[Any]]) -> str:
        """Write a table with `|`; its first row is its head."""
        width = max(map(len, rows))
        lines = []
        for row in rows:
            texts = [self.write_cell(cell) for cell in row] + [""] * (width - len(row))
            lines.append("| " + " | ".join(texts) + " |")
        lines.insert(1, "|" + " --- |" * width)
        return "\n".join(lines)

    def write_cell(self, cell: ET.Element) -> str:
        """Write a cell in one line; its paragraphs are divided by breaks."""
        parts = []
        for each in self.find_cell_blocks(cell):
            if each.table:
                parts += [
                    escape_markdown(" ".join(get_html_text(inner) for inner in row)) for row in find_rows(each.element)
                ]
                continue
            mark = {"bullet": "• ", "number": f"{each.kind.number}. "}.get(each.kind.item, "")
            text = self.inline.write(each.element, line_break="<br>")
            parts += [mark + text] if text else []
        return escape_cell("<br>".join(parts))

    def write_html_table(self, rows: list[list[Any]]) -> str:
        """Write a table with merged cells as HTML, which a body may hold."""
        head = [] if any(cell.get("rowspan") for cell in rows[0]) else rows[:1]
        parts = (("thead", 'th scope="col"', head), ("tbody", "td", rows[len(head) :]))
        lines = ["<table>"]
        for part, tag, own in [each for each in parts if each[2]]:
            lines.append(f"<{part}>")
            for row in own:
                lines += ["<tr>", *(self.write_html_cell(cell, tag) for cell in row), "</tr>"]
            lines.append(f"</{part}>")
        return "\n".join([*lines, "</table>"])

    def write_html_cell(self, cell: Any, tag: str) -> str:
        """Write a cell that may go over several columns or rows."""
        spans = "".join(f' {name}="{cell.get(name)}"' for name in ("colspan", "rowspan") if cell.get(name))
        inner = "<br>".join(filter(None, (self.write_html_block(each) for each in self.find_cell_blocks(cell))))
        return f"<{tag}{spans}>{inner}</{tag.partition(' ')[0]}>"

    def write_html_block(self, block: DocxBlock) -> str:
        """Write a paragraph of such a cell."""
        if block.table:
            return "<br>".join(
                escape(" ".join(get_html_text(cell) for cell in row)) for row in find_rows(block.element)
            )
        mark = {"bullet": "• ", "number": f"{block.kind.number}. "}.get(block.kind.item, "")
        return mark + self.write_inner_html(block.element).strip()

    def write_inner_html(self, element: ET.Element) -> str:
        """Write inline HTML of what a body may hold."""
        parts = [escape(element.text or "", quote=False)]
        for child in element:
            inner, tag = self.write_inner_html(child), INLINE_TAGS.get(child.tag)
            if is_note(child):
                self.lost.add(losses.NOTES_IN_TABLES, get_html_text(element))
                words = " ".join(each.text for each in self.content.notes.get(child[0].get("href", ""), ()))
                inner = escape(f" ({words}) ", quote=False)
            elif child.tag == "br":
                inner = "<br>"
            elif child.tag == "img" and child.get("src"):
                inner = f'<img src="{child.get("src")}" alt="{escape(child.get("alt", ""))}">'
            elif child.tag == "a" and child.get("href", "").startswith(("http:", "https:", "mailto:")):
                inner = f'<a href="{escape(child.get("href", ""))}">{inner}</a>'
            elif tag and inner.strip():
                inner = f"<{tag}>{inner}</{tag}>"
            parts += [inner, escape(child.tail or "", quote=False)]
        return "".join(parts)


def find_rows(table: ET.Element) -> list[ET.Element]:
    """Give the rows of a table, but none of a table within."""
    rows: list[ET.Element] = []
    for child in table:
        rows += [child] if child.tag == "tr" else find_rows(child) if child.tag in {"thead", "tbody"} else []
    return rows


def indent_lines(text: str, depth: int) -> str:
    """Indent every line of a text that has words."""
    return "\n".join(INDENT * depth + line if line else line for line in text.split("\n"))
