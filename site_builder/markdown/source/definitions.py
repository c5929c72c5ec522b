"""Definitions of links, abbreviations and notes: those that are none stay on the page as they were typed, or are told.

The library takes every line of such a form away, whether anything refers to it or not.
"""

import re

from site_builder.late_patterns import compile_late
from site_builder.markdown.source.addresses import is_address
from site_builder.markdown.source.snapshot import Snapshot
from site_builder.mends.mend import Edit

# What may stand before a definition on its line: it may be within lists and quotations.
LEAD = compile_late(r"(?:[ \t]*(?:>|[-*+:][ \t]|\d{1,9}\.[ \t]))*[ \t]*")
# These begin with a plain sign, which is quick to find; what stands before is looked at where there is one.
REFERENCE = compile_late(r"\[(?!\^)([^\[\]]*)\]:(?=[ ]*\n?[ ]*(\S*))")
MENTION = compile_late(r"\[([^\[\]]+)\](?!:)")
ABBREVIATION = compile_late(rf"^{LEAD.pattern}" r"(\*)\[([^\\\]\n]*)\][ ]?:[^\n]*", re.MULTILINE)
NOTE_MENTION = compile_late(r"[\[［【](?<!\\[\[［【])\^([^\[\]［］【】\n]+)([\]］】])")
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
    mentioned = {normalize_label(each[1]) for each in MENTION.finditer(source.seen)}
    known: dict[str, str] = {}
    used: list[tuple[int, int]] = []
    for each in found:
        end = source.seen.find("\n", each.end()) % (len(source.seen) + 1)
        label, line = normalize_label(each[1]), source.seen[each.end() : end]
        second = known.get(label, line) != line
        if second or not is_address(each[2]) or label not in mentioned:
            source.edits.append(Edit(each.start(), each.start(), "\\"))
            if second and is_address(each[2]):
                source.tell("second-address", each.start(), each[1])
        else:
            known[label] = line
            used.append((each.start(), end))
    source.blank(used)


def begins_line(text: str, at: int) -> bool:
    """Tell whether nothing stands before a place on its line but signs of lists and quotations."""
    return LEAD.fullmatch(text, text.rfind("\n", 0, at) + 1, at) is not None


def normalize_label(label: str) -> str:
    """Give a label as links and definitions are compared by it."""
    return " ".join(label.split()).lower()


def keep_unused_abbreviations(source: Snapshot) -> None:
    """Keep abbreviations whose word does not occur."""
    if "*[" not in source.seen:
        return
    text = ABBREVIATION.sub("", source.seen)
    known: set[str] = set()
    used: list[tuple[int, int]] = []
    for each in ABBREVIATION.finditer(source.seen):
        word = each[2].strip()
        if word in known or not word or not re.search(rf"\b{re.escape(word)}\b", text):
            source.edits.append(Edit(each.start(1), each.start(1), "\\"))
            source.tell("second-abbreviation" if word in known else "abbreviation", each.start(1), word)
        else:
            used.append((each.end(2), each.end()))
        known.add(word)
    source.blank(used)


def keep_unused_notes(source: Snapshot) -> None:
    """Keep notes that nothing refers to, and second ones of a name; tell them, and what refers to no note."""
    if not any(sign in source.seen for sign in NOTE_SIGNS):
        return
    notes = [
        each
        for each in NOTE_MENTION.finditer(source.seen)
        if source.seen.startswith((":", "："), each.end()) and begins_line(source.seen, each.start())
    ]
    defined = {each[1] for each in notes}
    begins = {each.start() for each in notes}
    mentioned = {each[1] for each in NOTE_MENTION.finditer(source.seen) if each.start() not in begins}
    known: set[str] = set()
    for each in NOTE_MENTION.finditer(source.seen):
        if each.start() in begins and (each[1] not in mentioned or each[1] in known):
            # Behind another note's line it would go on with that.
            line = source.find_line(each.start())
            above = source.seen_lines[line - 1] if line else ""
            sign = "\\" if each[0].startswith("[") else ""
            source.edits.append(Edit(each.start(), each.start(), ("\n" if above.strip() else "") + sign))
            if not sign:
                source.edits.append(Edit(each.start() + 1, each.start() + 1, "\\"))
            source.tell("second-note" if each[1] in known else "unused-note", each.start(), each[1])
        elif each[1] not in defined:
            source.edits.append(Edit(each.start() + 1, each.start() + 1, "\\"))
            source.tell("missing-note", each.start(), each[1])
        else:
            source.edits += [Edit(each.start(), each.start() + 1, "["), Edit(*each.span(2), "]")]
            if each.start() in begins:
                known.add(each[1])
                source.edits.append(Edit(each.end(), each.end() + 1, ": " if source.seen[each.end()] == "：" else ":"))
