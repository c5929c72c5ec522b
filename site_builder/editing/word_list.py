"""The words of the interface for whoever translates them: a catalogue, or what is missing at the end of one.

What stands in a catalogue already is left as it is, letter by letter.
"""

import json
from pathlib import Path

from msgspec import Struct

from site_builder.atomic import write_whole
from site_builder.config import Config
from site_builder.config.catalogues.own_words import FOLDER, find_language, find_plural, list_names, read_catalogues
from site_builder.language import InterfaceWord, list_interface_words, load_catalogue, strip_own_words
from site_builder.model import Language
from site_builder.problem import Checked, CommandError, has_errors

HEAD = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals={forms}; plural={rule};\\n"
"""


class WordList(Struct, frozen=True):
    """What was written: the file, relative to the site; how many words were added, and how many have a translation."""

    path: str
    added: int
    translated: int


def write_word_list(site: Path, config: Config, code: str) -> Checked[WordList | None]:
    """Write the words that the catalogue of a language has not yet behind those that it has; None where it has errors.

    Raise CommandError (2) for a language that the site does not have.
    """
    language = config.find_language(code)
    if language is None:
        message = 'the site has no language "{value}"; languages: {languages}'
        raise CommandError(2, message, value=code, languages=", ".join(each.id for each in config.languages))
    read = read_catalogues(site / "content", config.languages)
    own = read.value.get(language.id)
    name = own.path if own else f"{FOLDER}/{language.id}.po"
    own_files = {
        f"content/{FOLDER}/{each}" for each in list_names(site / "content" / FOLDER) if find_language(each, [language])
    }
    problems = tuple(each for each in read.problems if each.path in own_files)
    if has_errors(problems):
        return Checked(None, problems)
    there = {each.one for each in own.entries} if own else set()
    missing = [each for each in list_interface_words() if each.one not in there]
    plural = own.plural if own else find_plural(language.locale)
    begun = own.text.rstrip("\n") + "\n" if own else ""
    begun = begun or HEAD.format(language=strip_own_words(language.locale), forms=plural.forms, rule=plural.rule)
    entries = [format_entry(each, language, plural.forms) for each in missing]
    if missing or own is None:
        file = site / "content" / name
        file.parent.mkdir(exist_ok=True)
        write_whole(file, "\n".join([begun, *entries]).encode())
    translated = sum(bool(each.words) for each in own.entries) if own else 0
    return Checked(WordList(f"content/{name}", len(missing), translated))


def format_entry(word: InterfaceWord, language: Language, forms: int) -> str:
    """Write an entry that is to be translated; a comment has what the program says in that language."""
    known = load_catalogue(strip_own_words(language.locale)).get(word.key, "")
    lines = [f"#. {known}"] if known and known != word.one else []
    lines += [f"#: {each}" for each in word.files]
    lines.append(format_text("msgid", word.one))
    if word.many:
        lines.append(format_text("msgid_plural", word.many))
    lines += [
        format_text(f"msgstr[{number}]" if word.many else "msgstr") for number in range(forms if word.many else 1)
    ]
    return "\n".join(lines) + "\n"


def format_text(name: str, text: str = "") -> str:
    """Write a text of an entry."""
    return f"{name} {json.dumps(text, ensure_ascii=False)}"
