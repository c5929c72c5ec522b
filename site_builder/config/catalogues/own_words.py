"""content/_locales/ -> the site's own words by language, which go before the program's; makes no page.

A file is named after the id of a language or its locale: bo.po, zh_Hant_TW.po.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from site_builder.config.catalogues.po_file import Entry, PluralRule, PoReader, collect_words
from site_builder.config.toml_file import read_text
from site_builder.language import add_own_words, list_interface_words, name_own_words, parse_locale, strip_own_words
from site_builder.model import Language
from site_builder.problem import Checked, Place, Problem, make_problem
from site_builder.spelling import find_close_match

FOLDER = "_locales"
SUFFIX = ".po"
# What programs for translators leave beside their catalogues.
LEFT_BESIDE = (".pot", ".mo", "~", ".tmp", ".bak")
PLURALS = {"en": PluralRule(2, "n != 1"), "zh": PluralRule(1, "0")}


class OwnCatalogue(Struct, frozen=True):
    """The catalogue of a language: its path below content/, its text, what stands in it."""

    path: str
    text: str
    entries: tuple[Entry, ...]
    plural: PluralRule

    @property
    def words(self) -> dict[str, str]:
        """What it translates."""
        return collect_words(self.entries, self.plural)


class OwnWords(Struct, frozen=True):
    """The languages, named with the site's own words; `words` by these names, `text_locales` by the id of a language.

    The latter name those words that are said in converted texts, so that no text is converted for the others. `files`
    are the catalogues, below content/.
    """

    languages: tuple[Language, ...]
    words: dict[str, dict[str, str]] = {}
    text_locales: dict[str, str] = {}
    files: tuple[str, ...] = ()


def read_own_words(content: Path, languages: tuple[Language, ...]) -> Checked[OwnWords]:
    """Read the catalogues of a site, and make their words known to this process."""
    found = read_catalogues(content, languages)
    if not found.value:
        return Checked(OwnWords(languages), found.problems)
    words: dict[str, dict[str, str]] = {}
    text_locales: dict[str, str] = {}
    named = []
    in_texts = frozenset(each.one for each in list_interface_words() if each.in_texts)
    for language in languages:
        catalogue = found.value.get(language.id)
        own = catalogue.words if catalogue else {}
        said = {text: word for text, word in own.items() if text in in_texts}
        for locale, some in ((language.locale, own), (language.id, said)):
            if some:
                words[name_own_words(locale, some)] = some
        if said:
            text_locales[language.id] = name_own_words(language.id, said)
        named.append(replace(language, locale=name_own_words(language.locale, own)))
    add_own_words(words)
    files = tuple(each.path for each in found.value.values())
    return Checked(OwnWords(tuple(named), words, text_locales, files), found.problems)


def read_catalogues(content: Path, languages: Sequence[Language]) -> Checked[dict[str, OwnCatalogue]]:
    """Read the catalogues by the id of their language; an entry that would lose something is left out."""
    catalogues: dict[str, OwnCatalogue] = {}
    problems: list[Problem] = []
    for name in list_names(content / FOLDER):
        path = f"{FOLDER}/{name}"
        language = find_language(name, languages)
        if language is None:
            problems.append(make_name_problem(path, languages))
        elif language.id in catalogues:
            message = "{first} is of the language {code} too"
            first = f"content/{catalogues[language.id].path}"
            place = Place(f"content/{path}")
            problems.append(
                make_problem("error", "name", place, message, "keep one of the two", first=first, code=language.id)
            )
        else:
            read = read_catalogue(content, path, language)
            problems += read.problems
            if read.value:
                catalogues[language.id] = read.value
    return Checked(catalogues, tuple(problems))


def read_catalogue(content: Path, path: str, language: Language) -> Checked[OwnCatalogue | None]:
    """Read one catalogue; None where it is no text."""
    text = read_text(content / path, f"content/{path}", content)
    if text.value is None:
        return Checked(None, text.problems)
    reader = PoReader(f"content/{path}", text.value, find_plural(language.locale))
    entries = reader.read_entries()
    return Checked(OwnCatalogue(path, text.value, entries, reader.plural), (*text.problems, *reader.problems))


def list_names(folder: Path) -> Iterator[str]:
    """List what counts in the folder."""
    for name in sorted(each.name for each in folder.iterdir()) if folder.is_dir() else ():
        if not name.startswith((".", "~")) and not name.endswith(LEFT_BESIDE):
            yield name


def find_language(name: str, languages: Iterable[Language]) -> Language | None:
    """Give the language that a file is of."""
    stem = name.removesuffix(SUFFIX).replace("-", "_")
    if not name.endswith(SUFFIX):
        return None
    return next((each for each in languages if stem in {each.id.replace("-", "_"), strip_own_words(each.locale)}), None)


def make_name_problem(path: str, languages: Sequence[Language]) -> Problem:
    """Say that a file is of no language of the site."""
    code = path.removeprefix(f"{FOLDER}/").removesuffix(SUFFIX)
    guess = find_close_match(code.partition(".")[0].replace("_", "-"), [each.id for each in languages])
    message = "this file is the catalogue of no language of this site"
    hint = "rename it to {guess}.po" if guess else "name it after the id of a language, as bo.po is of [languages.bo]"
    return make_problem("warning", "name", Place(f"content/{path}"), message, hint, guess=guess)


def find_plural(locale: str) -> PluralRule:
    """Give the rule for plural forms that catalogues of a locale mostly have."""
    known = PLURALS.get(strip_own_words(locale).partition("_")[0])
    if known:
        return known
    from babel.messages.plurals import get_plural

    found = get_plural(parse_locale(locale))
    return PluralRule(int(found[0]), str(found[1]).removeprefix("(").removesuffix(")"))
