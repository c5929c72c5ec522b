"""Every text that is shown to people -> the catalogues: `python -m tests.catalogue` compares, `--write` updates them.

Templates are read with Jinja's own extractor. In Python a text reaches `say` and `problem` by many ways (variables,
tuples, what a function gives back), so every string that reads like words counts as shown, unless NOT_SHOWN says why
it is not.
"""

import ast
import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from babel.messages.extract import extract
from babel.messages.plurals import get_plural

from site_builder.language import DOMAIN, LOCALES, PLURAL, parse_catalogue
from site_builder.model import STATUSES

ROOT = Path(__file__).parents[1]
PACKAGE, TEMPLATES = ROOT / "site_builder", ROOT / "templates"
CATALOGUES = ("en", "zh_Hans")
# What reads like words: one line that begins with no space, has one, and two letters side by side. More lines, or a
# space at the start, are what we write into files.
WORDS = re.compile(r"(?=\S)(?=.*\s)(?=.*[A-Za-z]{2}).*")
# Whose arguments are shown whatever they look like; `get_translator(frame)(…)` and `make_translator(…)(…)` too.
SAYING = frozenset(["say", "translate", "say_plural", "ngettext"])
SAYERS = frozenset(["get_translator", "make_translator"])
# Whose named arguments are values, which are filled in as they are: none of them may be words.
MAKERS = frozenset(["make_problem", "note", "add_problem", "add_value_problem", "CommandError"])
TEXT_ARGUMENTS = frozenset(["message", "hint"])
# Calls whose arguments nobody reads: methods of text, regular expressions, click's options with their English help.
SILENT = frozenset(
    [(None, each) for each in ("split", "rsplit", "partition", "rpartition", "replace", "removeprefix", "removesuffix")]
    + [(None, each) for each in ("startswith", "endswith")]
    + [("re", each) for each in ("compile", "fullmatch", "match", "search", "sub", "findall", "finditer", "split")]
    + [("click", each) for each in ("option", "argument", "group", "version_option", "Choice", "IntRange", "Path")]
)
# The tables of two patterns, which are matched with a parser's reason and with the line, a message and a hint.
MISTAKES = "KNOWN_MISTAKES"
# Texts (whole, as regular expressions; of an f-string each value as {}) that are not translated, each with the reason.
NOT_SHOWN = {
    r"(CREATE|DELETE|INSERT|PRAGMA|SELECT) .*": "SQL",
    r"""[^"]*[a-z]="(\{\}|[\w/-]+)".*|\{\} align-\{\}""": "HTML",
    r'[\s{}:,]*"\w+": .*': "JSON",
    r"(copy|clean|share|icon \{\}) \{\}": "how a file was made, for the manifest",
    r"\(min-width: .*": "CSS",
    r"([a-z]+/[a-z+-]+|\{\}); charset=.*|bytes .*\{\}|GET, HEAD|camera=.*|default-src .*": "HTTP",
    r"exec sh -s|printf .*|cd \{\} && rsync|ssh -o .*": "for a shell",
    r"(RETR|STOR) \{\}|TYPE I": "FTP",
    r"040000 tree|100644 blob|Release |(fatal|error|remote|hint|To):? .*": "git",
    r"Please make sure|and the repository exists": "git",
    r"bulletin-(verify|check) .*": "the name with which we ask a web server",
    r"bulletin: \{\}(: \{\})?": "the program's name before a message",
    r"(\{\}|1) (KB|MB|MiB)": "units, written alike in both languages",
    r"-//.*//EN": "the product identifier of calendars (RFC 5545, section 3.7.3)",
    r"bulletin (?:check|new|preview)": "a command, as it is typed",
    r"id: \{\}|draft: true": "lines of an item, as they are written",
    r".*dict\[str, Value\]": "a type",
    r"# Old pictures .*": "a comment in a new site's settings",
    r"(<!--|#) accept (accessibility|attachment|personal-data|sensitive-column).*": "what accepts a finding",
    r"A copy of \{\} of \{\}, \{\}|bulletin \{\}": "the first line of a copied template, which is read again",
    r"\{% extends .*": "a tag of templates",
    r"there is no template \{\}": "a reason beside Jinja's own, which are in English",
}
# Whole modules, and names of modules, whose texts are not translated.
NOT_READ = {
    "site_builder/editing/new_site/demo_pictures.py": "what is drawn into the sample's pictures",
    "site_builder/checking/personal_data/homes/chinese.py": "patterns of addresses",
    "site_builder/checking/personal_data/homes/latin.py": "patterns of addresses",
    "site_builder/checking/personal_data/homes/latin_surroundings.py": "patterns of addresses",
    "site_builder/checking/personal_data/homes/latin_words.py": "patterns of addresses",
    "site_builder/checking/personal_data/numbers/bank_numbers.py": "patterns of numbers",
    "site_builder/checking/personal_data/numbers/broken_numbers.py": "patterns of numbers",
    "site_builder/checking/personal_data/finder.py": "patterns of numbers",
    "site_builder/checking/personal_data/mail.py": "patterns of numbers",
    "site_builder/checking/personal_data/numbers/mobile_numbers.py": "patterns of numbers",
    "site_builder/checking/personal_data/numbers/normal_form.py": "patterns of numbers",
    "site_builder/checking/personal_data/numbers/paper_kinds.py": "patterns of numbers",
    "site_builder/checking/personal_data/numbers/papers.py": "patterns of numbers",
    "site_builder/checking/personal_data/numbers/resident_ids.py": "patterns of numbers",
    "site_builder/checking/personal_data/numbers/split_numbers.py": "patterns of numbers",
    "site_builder/checking/personal_data/numbers/surroundings.py": "patterns of numbers",
    "site_builder/checking/personal_data/numbers/weak_masks.py": "patterns of numbers",
    "site_builder/editing/new_site/government.py": "what is written into a new site's settings",
    "site_builder/building/fast_jinja/compiler.py": "Python that is written for templates",
    "site_builder/publishing/serverconfig/apache.py": "what servers are told, in English",
    "site_builder/publishing/serverconfig/caddy.py": "what servers are told, in English",
    "site_builder/publishing/serverconfig/nginx.py": "what servers are told, in English",
    "site_builder/publishing/serverconfig/render_config.py": "what servers are told, in English",
    "site_builder/planning/machine_readable/host_files.py": "headers of a web server",
    "site_builder/planning/look/rules.py": "rules of a stylesheet",
    "site_builder/editing/schema.py": "what is written into a schema, in English like the manual",
    "site_builder/acceleration.py": "what developers are told of second ways, in English",
    "site_builder/fields.py": "the manual's words (docs/fields.md), in English",
}
HEADER = """\
# The words of the township bulletin. Kept by `python -m tests.catalogue --write`: sorted, every text on one line.
msgid ""
msgstr ""
"Language: {locale}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural};\\n"
"""


class Text(NamedTuple):
    """A text, its plural form if it has one, and the file and line where it stands."""

    one: str
    many: str
    file: str
    line: int


class Found(NamedTuple):
    """The texts, by their first form; what can never be translated as it is written; which exclusions were needed."""

    texts: dict[str, list[Text]]
    lost: list[Text]
    needed: frozenset[str]


def main(arguments: list[str]) -> int:
    """Say what is missing, obsolete or lost, or write the catalogues anew; 1 where something is left to do."""
    found = find()
    lines = [f"{each.file}:{each.line}: cannot be translated as it is written: {each.one}" for each in found.lost]
    for locale in CATALOGUES:
        path = LOCALES / locale / DOMAIN
        text = path.read_text("utf-8") if path.exists() else ""
        if "--write" in arguments:
            text = written(found, locale, text)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", newline="\n")
        missing, obsolete = compare(found, locale, text)
        lines += [f"{locale}: missing: {each!r}" for each in missing]
        lines += [f"{locale}: obsolete: {each!r}" for each in obsolete]
    sys.stdout.write("".join(f"{line}\n" for line in [*lines, f"{len(found.texts)} texts, {len(lines)} to mend"]))
    return 1 if lines else 0


def find() -> Found:
    """Find every text that is shown."""
    texts: dict[str, list[Text]] = {}
    lost: list[Text] = []
    needed: set[str] = set()
    for each in (
        *from_templates(),
        *from_package(lost, needed),
        *(Text(s, "", "site_builder/model.py", 1) for s in STATUSES),
    ):
        texts.setdefault(each.one, []).append(each)
    return Found(texts, lost, frozenset(needed))


def compare(found: Found, locale: str, old: str) -> tuple[list[str], list[str]]:
    """Give the keys that a catalogue lacks (or has no translation for), and those that nothing shows any more."""
    wanted = {key for texts in found.texts.values() for key in keys(texts, locale)}
    known = parse_catalogue(old).keys()
    listed = {json.loads(each) for each in re.findall(r'^msgid (".+")$', old, re.MULTILINE)}
    return sorted(wanted - known), sorted((known - wanted) | (listed - found.texts.keys() - {""}))


def keys(texts: Iterable[Text], locale: str) -> Iterator[str]:
    """Give the keys under which `language.catalogue` has a text: itself, and its plural forms."""
    for each in texts:
        yield from (f"{each.one}{PLURAL}{n}" for n in range(get_plural(locale)[0])) if each.many else [each.one]


def written(found: Found, locale: str, old: str) -> str:
    """Write a catalogue: old translations are kept, new ones empty; in English they are the texts themselves."""
    known = parse_catalogue(old)
    number, formula = get_plural(locale)[:2]
    entries = [HEADER.format(locale=locale, plural=f"nplurals={number}; plural={formula}")]
    for one, texts in sorted(found.texts.items()):
        lines = [f"#: {each}" for each in sorted({t.file for t in texts})] + [f"msgid {quoted(one)}"]
        many = next((t.many for t in texts if t.many), "")
        english = ("", "") if locale != "en" else (one, many)
        if many:
            lines.append(f"msgid_plural {quoted(many)}")
            forms = [known.get(f"{one}{PLURAL}{n}", english[min(n, 1)]) for n in range(number)]
            lines += [f"msgstr[{n}] {quoted(form)}" for n, form in enumerate(forms)]
        else:
            lines.append(f"msgstr {quoted(known.get(one, english[0]))}")
        entries.append("\n".join(lines) + "\n")
    return "\n".join(entries)


def quoted(text: str) -> str:
    """Write a text as a .po file has it."""
    return json.dumps(text, ensure_ascii=False)


def from_templates() -> Iterator[Text]:
    """Find the texts of the theme."""
    options = {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
    for file in sorted(p for p in TEMPLATES.rglob("*") if p.suffix in {".html", ".xml", ".txt"}):
        name = file.relative_to(ROOT).as_posix()
        with file.open("rb") as stream:
            for line, message, _, _ in extract("jinja2.ext:babel_extract", stream, options=options):
                one, many = message if isinstance(message, tuple) else (message, "")
                yield Text(one, many, name, line)


def from_package(lost: list[Text], needed: set[str]) -> Iterator[Text]:
    """Find the texts of the package; those that can never be translated are put into `lost`."""
    for file in sorted(PACKAGE.rglob("*.py")):
        name = file.relative_to(ROOT).as_posix()
        if name in NOT_READ:
            needed.add(name)
            continue
        reader = Reader(name)
        reader.visit(ast.parse(file.read_text("utf-8")))
        lost += reader.lost
        needed |= reader.needed
        yield from reader.found


class Reader(ast.NodeVisitor):
    """Finds the shown texts of one module."""

    def __init__(self, file: str) -> None:
        """Begin with a module's path."""
        self.file = file
        self.found: list[Text] = []
        self.lost: list[Text] = []
        self.needed: set[str] = set()

    def visit_Expr(self, node: ast.Expr) -> None:
        """Leave docstrings out."""
        if not isinstance(node.value, ast.Constant):
            self.generic_visit(node)

    def visit_arg(self, node: ast.arg) -> None:
        """Leave annotations out."""

    def visit_Assign(self, node: ast.Assign) -> None:
        """Leave out the names that are not translated."""
        name = called(node.targets[0])
        if f"{self.file}:{name}" in NOT_READ:
            self.needed.add(f"{self.file}:{name}")
        elif name == MISTAKES and isinstance(node.value, ast.Tuple):
            for row in node.value.elts:
                for each in flat(row)[2:]:
                    self.visit(each)
        else:
            self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        """Leave annotations out."""
        if node.value is not None:
            self.visit(node.value)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        """Leave what a function is said to return out."""
        for each in (*node.decorator_list, node.args, *node.body):
            self.visit(each)

    def visit_Raise(self, node: ast.Raise) -> None:
        """Leave exceptions out, but for the one whose text is shown."""
        if node.exc is not None and "CommandError" in ast.dump(node.exc):
            self.generic_visit(node)

    def visit_Compare(self, node: ast.Compare) -> None:
        """Leave out what something is compared with."""
        for each in (node.left, *node.comparators):
            if not isinstance(each, ast.Constant):
                self.visit(each)

    def visit_MatchValue(self, node: ast.MatchValue) -> None:
        """Leave out what something is compared with."""

    def visit_Call(self, node: ast.Call) -> None:
        """Take the texts that are given to the functions that translate; look into the others."""
        name = called(node.func)
        if name == "compile_late":
            return
        if isinstance(node.func, ast.Attribute) and {(None, name), (called(node.func.value), name)} & SILENT:
            if not isinstance(node.func.value, ast.Constant):
                self.visit(node.func.value)
            return
        if name == "say_plural" and all(isinstance(each, ast.Constant) for each in node.args[:2]):
            one, many = (str(each.value) for each in node.args[:2] if isinstance(each, ast.Constant))
            self.found.append(Text(one, many, self.file, node.lineno))
            return
        if name in SAYING or (isinstance(node.func, ast.Call) and called(node.func.func) in SAYERS):
            self.said(node)
            return
        self.visit(node.func)
        for argument in node.args:
            if name in MAKERS and isinstance(argument, ast.BinOp):
                self.lose(argument)
            else:
                self.visit(argument)
        for keyword in node.keywords:
            if name in MAKERS and keyword.arg not in TEXT_ARGUMENTS:
                self.value(keyword.value)
            else:
                self.visit(keyword.value)

    def said(self, node: ast.Call) -> None:
        """Take all texts that are given to a function that translates; refuse what is put together there."""
        for each in ast.walk(node):
            if isinstance(each, ast.BinOp):
                self.lose(each)
            elif isinstance(each, ast.JoinedStr):
                self.visit(each)
            elif isinstance(each, ast.Constant) and isinstance(each.value, str) and each.value:
                self.found.append(Text(each.value, "", self.file, each.lineno))

    def lose(self, node: ast.expr) -> None:
        """Refuse what is put together while the program runs: it stands in no catalogue."""
        self.lost.append(Text(ast.unparse(node), "", self.file, node.lineno))

    def visit_Constant(self, node: ast.Constant) -> None:
        """Take what reads like words."""
        if isinstance(node.value, str) and WORDS.fullmatch(node.value) and not self.is_known(node.value):
            self.found.append(Text(node.value, "", self.file, node.lineno))

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        """Refuse words within an f-string: what comes of it stands in no catalogue."""
        text = "".join(str(each.value) if isinstance(each, ast.Constant) else "{}" for each in node.values)
        if WORDS.fullmatch(text) and not self.is_known(text):
            self.lost.append(Text(text, "", self.file, node.lineno))
        for each in node.values:
            if isinstance(each, ast.FormattedValue):
                self.visit(each.value)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        """Refuse words that are added to something."""
        for each in (node.left, node.right):
            if isinstance(node.op, ast.Add):
                self.value(each)
            else:
                self.visit(each)

    def value(self, node: ast.expr) -> None:
        """Refuse words that are filled into a text, or joined to it, as they are."""
        before = len(self.found)
        self.visit(node)
        self.lost += self.found[before:]
        del self.found[before:]

    def is_known(self, text: str) -> bool:
        """Tell whether a text is never shown, or shown as it is."""
        pattern = next((each for each in NOT_SHOWN if re.fullmatch(each, text, re.DOTALL)), None)
        self.needed |= {pattern} if pattern else set()
        return pattern is not None


def called(node: ast.expr) -> str:
    """Give the last name of what is called: `say` of `self.words.say`."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def flat(node: ast.expr) -> list[ast.expr]:
    """Give the elements of a tuple, those of a starred tuple in it among them."""
    if isinstance(node, ast.Starred):
        return flat(node.value)
    return [each for element in node.elts for each in flat(element)] if isinstance(node, ast.Tuple) else [node]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
