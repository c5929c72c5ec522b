"""The rule `interface`: pages whose interface is not in their language, and own words that no page says.

What cannot be read in a catalogue, reading tells; here it is held against all texts that pages say.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from site_builder.checking.source_places import read_site_file
from site_builder.config import Config
from site_builder.config.catalogues.own_words import FOLDER, OwnCatalogue, read_catalogues
from site_builder.config.toml_file import TomlFile
from site_builder.config.toml_places import locate_key
from site_builder.decoding import find_place
from site_builder.language import InterfaceWord, list_catalogue_paths, list_interface_words, strip_own_words
from site_builder.model import Language
from site_builder.problem import Place, Problem, make_problem
from site_builder.spelling import MOST_GUESSES, find_close_match, format_suggestion

RULE = "interface"
SETTINGS = "content/site.toml"


def check_interface_words(config: Config, folder: Path, templates: Sequence[Path]) -> Iterator[Problem]:
    """Find the languages for which words of the interface are missing, and entries of catalogues that nothing says.

    `templates` are the folders of templates that are not the program's.
    """
    catalogues = read_catalogues(folder / "content", config.languages).value if config.catalogues else {}
    known = list_interface_words() if catalogues else ()
    themes = [word for each in templates for word in list_theme_words(each)] if catalogues else []
    said = {each.one: each for each in (*themes, *known)} if catalogues else {}
    for language in config.languages:
        catalogue = catalogues.get(language.id)
        if catalogue:
            yield from check_entries(catalogue, said)
        if has_program_words(language):
            continue
        if catalogue:
            yield from check_missing(language, catalogue, known)
        else:
            settings = TomlFile(SETTINGS, read_site_file(folder, SETTINGS), {})
            written = locate_key(settings, f"languages.{language.id}")
            place = locate_key(settings, "language") if written.line == 1 else written
            message = "the program has no words for this language ({code}): the interface of its pages is in another"
            hint = "write its words into content/{file}; this makes a list of them: bulletin words {code}"
            file = f"{FOLDER}/{language.id}.po"
            yield make_problem("warning", RULE, place, message, hint, code=language.id, file=file)


def has_program_words(language: Language) -> bool:
    """Tell whether the program has the words of a language; not where another language's locale writes its dates."""
    locale = strip_own_words(language.locale)
    is_own = get_code(locale) in {get_code(language.tag), get_code(language.id)}
    return is_own and any(each.exists() for each in list_catalogue_paths(locale))


def get_code(tag: str) -> str:
    """Give the code of a language without script and country."""
    return tag.replace("_", "-").partition("-")[0].lower()


def check_missing(language: Language, catalogue: OwnCatalogue, known: Sequence[InterfaceWord]) -> Iterator[Problem]:
    """Count the words of the interface that a catalogue does not translate."""
    there = catalogue.words
    missing = [each.one for each in known if each.key not in there]
    if missing:
        message = 'words of the interface without a translation: {count} of {all}; the first is "{first}"'
        hint = "write them behind msgstr; what is not in the file yet is added to it by: bulletin words {code}"
        values = {"count": len(missing), "all": len(known), "first": missing[0], "code": language.id}
        yield make_problem("warning", RULE, Place(f"content/{catalogue.path}"), message, hint, **values)


def check_entries(catalogue: OwnCatalogue, said: dict[str, InterfaceWord]) -> Iterator[Problem]:
    """Find the entries of a catalogue that no page says, and those that take a plural for none or none for one."""
    guesses = MOST_GUESSES
    for each in catalogue.entries:
        word = said.get(each.one)
        place = find_place(f"content/{catalogue.path}", catalogue.text, each.at)
        if word is None:
            guess = find_close_match(each.one, tuple(said)) if guesses else ""
            guesses -= 1 if guesses else 0
            message, hint = 'no page has the words "{name}"', format_suggestion(guess) or "delete this entry"
            yield make_problem("warning", RULE, place, message, hint, name=each.one, guess=guess)
        elif word.many != each.many:
            message = "this word has another plural form, so that its translation is never shown"
            hint = (
                "write msgid_plural {many}, and msgstr[0] …" if word.many else "delete msgid_plural, and write msgstr"
            )
            yield make_problem("warning", RULE, place, message, hint, many=f'"{word.many}"')


def list_theme_words(folder: Path) -> Iterator[InterfaceWord]:
    """List the texts that the templates of a folder say; those of one that cannot be read are none."""
    files = sorted(folder.rglob("*")) if folder.is_dir() else []
    files = [each for each in files if not any(part.startswith("_") for part in each.relative_to(folder).parts[:-1])]
    if not files:
        return
    from jinja2 import Environment, TemplateSyntaxError

    environment = Environment(extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True)  # noqa: S701 - renders nothing
    for file in files:
        if file.suffix in {".html", ".xml", ".txt"} and file.is_file():
            try:
                found = list(environment.extract_translations(file.read_text("utf-8")))  # type: ignore[attr-defined]
            except (TemplateSyntaxError, UnicodeDecodeError):
                continue
            for _, _, texts in found:
                one, many = texts[:2] if isinstance(texts, tuple) else (texts, "")
                yield InterfaceWord(str(one), str(many or ""), ())
