"""A .po file -> its entries, with a Problem for each that cannot be read or would lose something; knows no language.

Read are msgid, msgid_plural, msgstr and the line of the head that says how many forms a plural has. What is marked as
fuzzy or has no translation yet counts as not translated.
"""

import re
from collections.abc import Iterator

from msgspec import Struct

from site_builder.decoding import find_place
from site_builder.language import FUZZY, PLURAL, compile_plural_rule
from site_builder.problem import Problem, make_problem
from site_builder.spelling import find_close_match, format_suggestion

RULE = "catalogue"
LINE = re.compile(
    r'[ \t]*(?:(msgid|msgid_plural|msgstr(?:\[\d\])?|msgctxt)(?![\w\[]))?[ \t]*(?:"((?:[^"\\]|\\.)*)")?[ \t]*'
)
# What an entry begins with.
STARTS = ("msgid", "msgctxt")
UNCLOSED = re.compile(r'[^"]*"(?:[^"\\]|\\.)*')
ESCAPE = re.compile(r"\\(.)")
ESCAPES = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}
# What is filled in: `%(num)s` by templates, `{title}` elsewhere.
FIGURE = "%(num)s"
PLACEHOLDER = re.compile(r"%\((\w+)\)s|\{\w+\}")
STRAY = re.compile(r"%%|([%{}])")
PLURAL_FORMS = re.compile(
    r"^Plural-Forms:[ \t]*nplurals[ \t]*=[ \t]*([1-6])[ \t]*;[ \t]*plural[ \t]*=([^;\n]+);?", re.MULTILINE
)
# So many of a file are enough to mend at a time.
MOST_PROBLEMS = 200
# The numbers by which a rule for plural forms is judged.
SAMPLES = range(1000)


class PluralRule(Struct, frozen=True):
    """How many forms a plural has, and the rule that chooses one by `n`."""

    forms: int
    rule: str


class Entry(Struct, frozen=True):
    """An entry: its word, its plural form ("" for none), its translations, and the offset at which it stands.

    Without translations it is still to be translated.
    """

    one: str
    many: str
    words: tuple[str, ...]
    at: int


class RawEntry:
    """An entry as its lines are read: texts and offsets by name."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.texts: dict[str, str] = {}
        self.offsets: dict[str, int] = {}
        self.fuzzy = self.damaged = False


class PoReader:
    """Reads one text; Problems are added to its list."""

    def __init__(self, path: str, text: str, plural: PluralRule) -> None:
        """Read a file with the rule that its language has where the head says none."""
        self.path = path
        self.text = text
        self.plural = plural
        self.problems: list[Problem] = []

    def add_problem(self, offset: int, message: str, hint: str = "", **values: object) -> None:
        """Add an error at an offset."""
        if len(self.problems) >= MOST_PROBLEMS:
            return
        place = find_place(self.path, self.text, offset)
        self.problems.append(make_problem("error", RULE, place, message, hint, **values))

    def read_entries(self) -> tuple[Entry, ...]:
        """Give the sound entries, each word once; the head is none."""
        found: dict[str, Entry] = {}
        for raw in self.split_entries():
            entry = self.read_entry(raw)
            if entry is None:
                continue
            first = found.setdefault(entry.one, entry)
            if first is not entry:
                line = find_place(self.path, self.text, first.at).line
                message, hint = "this word stands in line {first} already", "keep one of the two"
                self.add_problem(entry.at, message, hint, first=line)
        return tuple(found.values())

    def split_entries(self) -> Iterator[RawEntry]:
        """Divide the lines into entries: each ends with an empty line, a comment, or where the next one begins."""
        entry, name, offset = RawEntry(), "", 0
        for line in self.text.split("\n"):
            start, offset = offset, offset + len(line) + 1
            found = LINE.fullmatch(line)
            is_text = bool(line.strip()) and not line.lstrip().startswith("#")
            if not is_text or (found and found[1] in STARTS and (entry.damaged or "msgid" in entry.texts)):
                if entry.texts:
                    yield entry
                if entry.texts or entry.damaged:
                    entry, name = RawEntry(), ""
            if not is_text:
                entry.fuzzy |= FUZZY.search(line) is not None
            elif not found or found[2] is None or not (found[1] or name):
                self.note_unreadable(line, start)
                entry.damaged = True
            else:
                if found[1] in entry.texts:
                    self.add_problem(start, "this stands here a second time", "keep one of the two")
                name = found[1] or name
                entry.offsets.setdefault(name, start + found.start(1))
                entry.texts[name] = entry.texts.get(name, "") + self.unescape(found[2], start, found.start(2))
        if entry.texts:
            yield entry

    def note_unreadable(self, line: str, start: int) -> None:
        """Say why a line cannot be read."""
        if UNCLOSED.fullmatch(line):
            at = start + line.index('"')
            self.add_problem(at, "this quotation mark is never closed", "close the quotation mark")
            return
        hint = 'write msgid "…" or msgstr "…" in straight quotation marks; a quotation mark within them as \\"'
        at = start + len(line) - len(line.lstrip())
        self.add_problem(at, "this line of the catalogue cannot be read", hint)

    def unescape(self, text: str, line: int, column: int) -> str:
        """Give what backslashes make of a text that stands in a line."""
        for found in ESCAPE.finditer(text):
            if found[1] not in ESCAPES:
                message, hint = "a backslash begins a command that is not known", "write two backslashes"
                at = line + column + found.start()
                self.add_problem(at, message, hint)
        return ESCAPE.sub(lambda found: ESCAPES.get(found[1], found[0]), text)

    def read_entry(self, raw: RawEntry) -> Entry | None:
        """Judge an entry; None for the head, what is not whole, and what would lose something."""
        texts, offsets = raw.texts, raw.offsets
        if "msgctxt" in texts:
            self.add_problem(offsets["msgctxt"], "the words of the interface have no msgctxt", "delete this line")
        if texts.get("msgid") == "":
            self.read_head(texts.get("msgstr", ""), offsets.get("msgstr", offsets["msgid"]))
            return None
        many = texts.get("msgid_plural", "")
        names = [f"msgstr[{n}]" for n in range(self.plural.forms)] if many else ["msgstr"]
        if raw.damaged or not self.is_whole(raw, names):
            return None
        one, at = texts["msgid"], offsets["msgid"]
        if raw.fuzzy or not all(texts[name].strip() for name in names):
            return Entry(one, many, (), at)
        lost = [self.find_losses(one, many, number, texts[name]) for number, name in enumerate(names)]
        for name, found in zip(names, lost, strict=True):
            for message, hint, sign, guess in found:
                at_sign = self.text.find(sign, offsets[name]) if sign in texts[name] else offsets[name]
                self.add_problem(at_sign, message, hint, name=sign, guess=guess)
        return None if any(lost) else Entry(one, many, tuple(texts[name] for name in names), at)

    def is_whole(self, raw: RawEntry, names: list[str]) -> bool:
        """Tell whether an entry has all that it needs; else note what is missing."""
        texts, offsets = raw.texts, raw.offsets
        given = sorted(name for name in texts if name.startswith("msgstr"))
        at = min(offsets.values())
        if given and "msgid_plural" in texts and "msgstr" not in texts and given != names:
            message = "a plural has {count} forms in this language, and here are {given}"
            hint = "write {names}; how many there are says the line Plural-Forms at the head of the file"
            values = {"count": len(names), "given": len(given), "names": ", ".join(names)}
            self.add_problem(offsets[given[0]], message, hint, **values)
            return False
        needed = ["msgid", *(["msgid_plural"] if "msgstr[0]" in given else []), *names]
        for name in needed:
            if name not in texts:
                self.add_problem(at, "this entry has no {name}", 'write {name} "…" into it', name=name)
                return False
        return True

    def read_head(self, head: str, offset: int) -> None:
        """Take the rule for plural forms from the head, where it says one."""
        found = PLURAL_FORMS.search(head)
        if found:
            rule = PluralRule(int(found[1]), found[2].strip())
            if is_usable(rule):
                self.plural = rule
                return
        if found or "plural-forms" in head.lower():
            at = self.text.lower().find("plural-forms", offset)
            hint = 'write it as "Plural-Forms: nplurals={forms}; plural={formula};\\n"'
            message = "this rule for plural forms cannot be read"
            self.add_problem(max(at, offset), message, hint, forms=self.plural.forms, formula=self.plural.rule)

    def find_losses(self, one: str, many: str, number: int, words: str) -> list[tuple[str, str, str, str]]:
        """Find what is filled in and not there, what is there and not filled in: message, hint, the sign, a guess."""
        wanted = {found[0] for found in PLACEHOLDER.finditer(many or one)}
        there = {found[0] for found in PLACEHOLDER.finditer(words)}
        # What says one or two of something may leave out the figure.
        free = {FIGURE} if many and FIGURE not in there and is_of_one_number(self.plural, number) else set()
        known = PLACEHOLDER.sub("", one + many)
        strays = [f[1] for f in STRAY.finditer(PLACEHOLDER.sub("", words)) if f[1] and f[1] not in known]
        lacking = wanted - there - free
        found = []
        for name in (*sorted(there - wanted), *strays[:1]):
            guess = find_close_match(name, sorted(lacking))
            lacking.discard(guess)
            hint = "write %% for the sign of per cent" if name == "%" else format_suggestion(guess) or "delete it"
            found.append(("nothing is filled in for {name}", hint, name, guess))
        message, hint = "the translation lacks {name}, for which something is filled in", "write it letter by letter"
        return [*found, *((message, hint, name, "") for name in sorted(lacking))]


def is_usable(plural: PluralRule) -> bool:
    """Tell whether a rule gives one of its forms for every number."""
    try:
        choose = compile_plural_rule(plural.rule)
        return all(0 <= choose(n) < plural.forms for n in SAMPLES)
    except (ValueError, ArithmeticError):
        return False


def is_of_one_number(plural: PluralRule, form: int) -> bool:
    """Tell whether a form is that of a single number."""
    choose = compile_plural_rule(plural.rule)
    return sum(choose(n) == form for n in SAMPLES) == 1


def collect_words(entries: tuple[Entry, ...], plural: PluralRule) -> dict[str, str]:
    """Give entries as a catalogue has them, with the rule for their plural forms."""
    words: dict[str, str] = {}
    for each in entries:
        for number, form in enumerate(each.words):
            words[f"{each.one}{PLURAL}{number}" if each.many else each.one] = form
    return words | {PLURAL: plural.rule} if any(each.many and each.words for each in entries) else words
