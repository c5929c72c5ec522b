"""Definitions of links, abbreviations and notes: those that are none stay on the page as they were typed, or are told.

The library takes every line of such a form away, whether anything refers to it or not.
"""

import re
from collections.abc import Container, Iterator

from site_builder.late_patterns import compile_late
from site_builder.markdown.source.addresses import is_address
from site_builder.markdown.source.snapshot import Snapshot
from site_builder.markdown.source_positions import blank_spans
from site_builder.mends.mend import Edit

# What may stand before a definition on its line: it may be within lists and quotations.
LEAD = compile_late(r"(?:[ \t]*(?:>|[-*+:][ \t]|\d{1,9}\.[ \t]|[\[［【]\^[^\]］】\n]+[\]］】][:：]))*[ \t]*")
# A note without a name, or with brackets in it.
NO_NOTE = compile_late(r"\[\^(?:[^\]]{0,1000}[\n\[［【】］][^\]]{0,1000})?\]:")
# A sign that begins before another one ends.
NO_SIGN = compile_late(r"\[(?=\^[^\[\]]{0,1000}\[\^)")
# What makes a heading of the line above, the head of a table, or a word that has a meaning.
UNDERLINE = compile_late(r"=+[ ]*(?:\n|$)|[|: \t-]*-[|: \t-]*(?:\n|$)")
MEANING = compile_late(r"\n {0,3}:[ \t]|\n[ \t]*(?=\n)")
# These begin with a plain sign, which is quick to find; what stands before is looked at where there is one.
REFERENCE = compile_late(
    r"\[(?!\^)([^\[\]]*)\]:(?=[ ]*\n?[ ]*(\S*)[ ]*(?:\n?[ ]*(?:\"[^\n]*\"|'[^\n]*'|\([^\n]*\)))?[ ]*$)?", re.MULTILINE
)
MENTION = compile_late(r"\[([^\[\]]+)\](?!:)")
ABBREVIATION = compile_late(rf"^{LEAD.pattern}" r"(\*)\[([^\\\]\n]*)\][ ]?:([ ]*\n?[^\n]*)", re.MULTILINE)
# One with a bracket or the end of a line in its word.
NO_ABBREVIATION = compile_late(r"\*\[(?![^\\\]\n]*\][ ]?:)(?=(?:[^\\\n]|\n(?!\n)){0,1000}?\][ ]?:)")
NOTE_MENTION = compile_late(r"[\[［【](?<!(?<!\\)\\[\[［【])\^([^\[\]［］【】\n]+)([\]］】])")
# A link without words, by a name.
NO_WORDS = compile_late(r"(?<![!\\])\[[^\S\n]*\](?=\s?\[)")
BRACKET = compile_late(r"(?<!\\)[\[\]]")
# So many characters before its end the words of a link begin.
LONGEST_WORDS = 1_000
COMMENT = compile_late(r"[ \t]*<!--[^\n]*-->[ \t]*")
DEEP = (" " * 4, "\t")
ENTRY = compile_late(r"[ \t]*(?:[-*+>]|\d{1,9}\.|[\[［【]\^|:|!!!)")
NOTE_SIGNS = ("[^", "［^", "【^")


def find_definition_edits(source: Snapshot) -> None:
    """Find definitions that nothing is defined by."""
    keep_unused_references(source)
    keep_unused_abbreviations(source)
    keep_unused_notes(source)


def keep_unused_references(source: Snapshot) -> None:
    """Keep what looks like the address of a link and is none, or is one that no link takes."""
    found = [each for each in REFERENCE.finditer(source.seen) if begins_line(source.seen, each.start())]
    if not found:
        return
    addresses = [each for each in found if each[1].strip() and is_address(each[2] or "")]
    text = blank_spans(source.seen, [each.span(2) for each in addresses])
    mentioned = {normalize_label(each[1]) for each in MENTION.finditer(text)}
    # What nothing refers to is text, and so is what stands in it.
    unreferred = [each for each in addresses if normalize_label(each[1]) not in mentioned]
    mentioned |= {
        label
        for each in unreferred
        for label in map(normalize_label, MENTION.findall(each[2]))
        if label != normalize_label(each[1])
    }
    mentioned.discard("")
    known: dict[str, str] = {}
    used: list[tuple[int, int]] = []
    for each in found:
        end = source.seen.find("\n", each.end()) % (len(source.seen) + 1)
        label, line = normalize_label(each[1]), source.seen[each.end() : end]
        second = known.get(label, line) != line
        if second or not is_address(each[2] or "") or label not in mentioned:
            source.edits.append(Edit(each.start(), each.start(), "\\"))
            if second and is_address(each[2] or ""):
                source.tell("second-address", each.start(), each[1])
        else:
            part_from_underline(source, each.start())
            known[label] = line
            used.append((each.start(), end))
    source.blank(used)
    if used:
        # Both brackets, as one would be the word of the other's link.
        signs = [
            at
            for each in NO_WORDS.finditer(source.seen)
            if normalize_label(find_words(source.seen, each.start() - 1)) not in known
            for at in (each.start(), each.end() - 1)
        ]
        source.edits += [Edit(at, at, "\\") for at in signs]


def begins_line(text: str, at: int) -> bool:
    """Tell whether nothing stands before a place on its line but signs of lists and quotations."""
    return LEAD.fullmatch(text, text.rfind("\n", 0, at) + 1, at) is not None


def find_words(text: str, at: int) -> str:
    """Give the words in the brackets that end at a place; nothing where none do, or where they begin long before."""
    depth = 0
    for sign in reversed(list(BRACKET.finditer(text, max(0, at - LONGEST_WORDS), at + 1))):
        if not depth and (sign[0] == "[" or sign.start() != at):
            break
        depth += 1 if sign[0] == "]" else -1
        if not depth:
            return text[sign.end() : at]
    return ""


def part_from_underline(source: Snapshot, at: int) -> None:
    """Keep what stands below a definition from making something else of it."""
    end = source.seen.find("\n", at)
    below = MEANING.search(source.seen, end) if end >= 0 else None
    if end >= 0 and (UNDERLINE.match(source.seen, end + 1) or (below and below[0].endswith((": ", ":\t")))):
        source.edits.append(Edit(end, end, "\n"))


def normalize_label(label: str) -> str:
    """Give a label as links and definitions are compared by it."""
    return " ".join(label.split()).lower()


def keep_unused_abbreviations(source: Snapshot) -> None:
    """Keep abbreviations whose word does not occur."""
    if "*[" not in source.seen:
        return
    source.edits += [
        Edit(each.start(), each.start(), "\\")
        for each in NO_ABBREVIATION.finditer(source.seen)
        if begins_line(source.seen, each.start())
    ]
    text = ABBREVIATION.sub("", source.seen)
    known: set[str] = set()
    used: list[tuple[int, int]] = []
    each = ABBREVIATION.search(source.seen)
    while each:
        end = each.end()
        word = each[2].strip()
        hidden = not each[3].strip(" \t\0") and COMMENT.fullmatch(source.text, *each.span(3)) is not None
        if hidden or word in known or not word or not re.search(rf"\b{re.escape(word)}\b", text):
            source.edits.append(Edit(each.start(1), each.start(1), "\\"))
            if not hidden:
                source.tell("second-abbreviation" if word in known else "abbreviation", each.start(1), word)
            # The line below is no part of it.
            end = each.end(2)
        else:
            part_from_underline(source, each.start(1))
            line = source.starts[source.find_line(each.start(1))]
            if source.seen[line : each.start(1)] in (" ", "  ", "   "):
                source.edits.append(Edit(line, each.start(1), ""))
            used.append((each.end(2), each.end()))
        known.add(word)
        each = ABBREVIATION.search(source.seen, end)
    source.blank(used)


def keep_unused_notes(source: Snapshot) -> None:
    """Keep notes that nothing refers to, and second ones of a name; tell them, and what refers to no note."""
    if not any(sign in source.seen for sign in NOTE_SIGNS):
        return
    keep_other_signs(source)
    notes = [
        each
        for each in NOTE_MENTION.finditer(source.seen)
        if source.seen.startswith((":", "："), each.end()) and begins_line(source.seen, each.start())
        if not continues_paragraph(source, each.start())
    ]
    defined = {each[1] for each in notes}
    begins = {each.start() for each in notes}
    # A note that nothing but itself refers to is one that nobody finds.
    lines = {source.find_line(each.start()) for each in notes}
    own = {(line, each[1]) for each in notes for line in list_note_lines(source, each.start(), lines)}
    mentioned = {
        each[1]
        for each in NOTE_MENTION.finditer(source.seen)
        if each.start() not in begins and (source.find_line(each.start()), each[1]) not in own
    }
    known: set[str] = set()
    last_used: int | None = None
    for each in NOTE_MENTION.finditer(source.seen):
        if each.start() in begins and (each[1] not in mentioned or each[1] in known):
            # Behind another note's line it would go on with that.
            line = source.find_line(each.start())
            above = source.seen_lines[line - 1] if line else ""
            sign = "\\" if each[0].startswith("[") else ""
            goes_on = last_used is not None and (
                above.startswith(DEEP) or "\n\n" not in source.seen[last_used : each.start()]
            )
            if goes_on and above.strip() and not source.seen_lines[line].startswith(DEEP):
                source.edits.append(Edit(source.starts[line], source.starts[line], "\n"))
            source.edits.append(Edit(each.start(), each.start(), sign))
            if not sign:
                source.edits.append(Edit(each.start() + 1, each.start() + 1, "\\"))
            source.tell("second-note" if each[1] in known else "unused-note", each.start(), each[1])
        elif each[1] not in defined:
            source.edits.append(Edit(each.start() + 1, each.start() + 1, "\\"))
            source.tell("missing-note", each.start(), each[1])
        else:
            source.edits += [Edit(each.start(), each.start() + 1, "["), Edit(*each.span(2), "]")]
            goes_on = source.seen.startswith(":", each.end()) and begins_line(source.seen, each.start())
            if goes_on and each.start() not in begins:
                # Within a note the library would begin another one here.
                source.edits.append(Edit(each.end(), each.end() + 1, "&#58;"))
            if each.start() in begins:
                last_used = each.start()
                part_from_underline(source, each.start())
                known.add(each[1])
                source.edits.append(Edit(each.end(), each.end() + 1, ": " if source.seen[each.end()] == "：" else ":"))


def list_note_lines(source: Snapshot, at: int, notes: Container[int]) -> Iterator[int]:
    """Give the numbers of the lines that a note at a place has; `notes` are those at which one begins."""
    first = source.find_line(at)
    yield first
    below_empty = False
    for line in range(first + 1, len(source.seen_lines)):
        text = source.seen_lines[line]
        if not text.strip():
            below_empty = True
        elif line in notes or (below_empty and (source.starts[first] < at or not text.startswith(DEEP))):
            return
        else:
            yield line


def continues_paragraph(source: Snapshot, at: int) -> bool:
    """Tell whether a line goes on with a paragraph outside lists although it is indented, or is one of its own."""
    line = source.find_line(at)
    above = source.seen_lines[line - 1] if line else ""
    deep = source.seen_lines[line].startswith(DEEP) and not above.startswith(DEEP)
    if not any(each.strip() for each in source.seen_lines[max(0, line - 2) : line]):
        return source.seen_lines[line].lstrip().startswith(":")  # The meaning of no word.
    return bool(deep and above.strip() and not ENTRY.match(above))


def keep_other_signs(source: Snapshot) -> None:
    """Keep what the library would take for a note or its sign, and is none."""
    for each in NO_SIGN.finditer(source.seen):
        source.edits.append(Edit(each.end(), each.end(), "\\"))
    for each in NO_NOTE.finditer(source.seen):
        if begins_line(source.seen, each.start()):
            source.edits.append(Edit(each.start(), each.start(), "\\"))
