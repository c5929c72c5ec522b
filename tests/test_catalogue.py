"""Every text that is shown has a translation that can be used: `python -m tests.catalogue --write` adds the missing."""

import ast
import re
from io import BytesIO
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from site_builder.fields import CANONICAL_NAMES
from site_builder.language import DOMAIN, LOCALES, PLURAL, load_catalogue, parse_catalogue
from tests.catalogue import CATALOGUES, NOT_READ, NOT_SHOWN, Found, Reader, compare, find, written

HAN = r"[\u3400-\u9fff]"


@pytest.fixture(scope="module")
def found() -> Found:
    return find()


def po(locale: str) -> str:
    return (LOCALES / locale / DOMAIN).read_text("utf-8")


def as_babel_reads(locale: str) -> Catalog:
    return read_po(BytesIO(po(locale).encode()), locale=locale, abort_invalid=True)


def forms(message: Message) -> list[tuple[str, str, str]]:
    """Give each form of a message: its key in `language.catalogue`, its text, its translation."""
    if isinstance(message.id, str):
        return [(message.id, message.id, str(message.string))] if message.id else []
    one, many = message.id[:2]
    return [(f"{one}{PLURAL}{n}", many if n else one, form) for n, form in enumerate(message.string or ())]


def pairs(locale: str) -> list[tuple[str, str]]:
    """Give each text with its translation."""
    return [(text, translation) for each in as_babel_reads(locale) for _, text, translation in forms(each)]


def placeholders(text: str) -> set[str]:
    """The `{names}` and `%(names)s` of a text; raises ValueError where a brace stands alone."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None} | set(re.findall(r"%\(\w+\)s", text))


@pytest.mark.slow
@pytest.mark.parametrize("locale", CATALOGUES)
def test_nothing_is_missing_and_nothing_obsolete(found: Found, locale: str) -> None:
    missing, obsolete = compare(found, locale, po(locale))
    step = f"run `python -m tests.catalogue --write`, then translate in site_builder/locales/{locale}/{DOMAIN}"
    assert missing == [], step
    assert obsolete == [], step


@pytest.mark.slow
@pytest.mark.parametrize("locale", CATALOGUES)
def test_the_file_is_as_the_tool_writes_it(found: Found, locale: str) -> None:
    def lines(text: str) -> list[str]:
        return [line for line in text.split("\n") if not line.startswith("#:")]  # where a text stands may change

    assert lines(written(found, locale, po(locale))) == lines(po(locale))


@pytest.mark.parametrize("locale", CATALOGUES)
def test_babel_reads_the_same(locale: str) -> None:
    messages = list(as_babel_reads(locale))
    assert not any(each.fuzzy for each in messages if each.id)
    words = {key: translation for each in messages for key, _, translation in forms(each)}
    assert load_catalogue(locale) == words
    assert len(words) > 300


@pytest.mark.parametrize("locale", CATALOGUES)
def test_a_translation_fits_its_text(locale: str) -> None:
    for text, translation in pairs(locale):
        assert translation.strip(), text
        assert placeholders(translation) == placeholders(text), text
        assert edges(translation) == edges(text) or (text == ", " and translation == "、"), text


def edges(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def test_chinese_has_chinese_punctuation() -> None:
    fields = re.compile(rf" (?:{'|'.join(CANONICAL_NAMES)}):")  # as they are written into a file
    for text, chinese in pairs("zh_Hans"):
        translation = fields.sub(" x:", chinese)
        assert not re.search(rf"{HAN}[,.:;!?]", translation), translation
        assert not re.search(rf"[,;!?] ?{HAN}|{HAN} [，。：；！？、]|[，。：；！？、（] ", translation), translation
        assert re.search(rf"{HAN}|[、：，]", translation), f"{text} is not translated"


def test_a_text_that_wraps_is_read() -> None:
    text = 'msgid ""\n"one \\"and\\" "\n"two"\nmsgstr "一\\n二"\n'
    text += '\n#, fuzzy\nmsgid "a"\nmsgstr "b"\n\n#~ msgid "c"\n#~ msgstr "d"\n'
    assert parse_catalogue(text) == {'one "and" two': "一\n二"}


@pytest.mark.slow
def test_what_nobody_could_translate_is_found(found: Found) -> None:
    assert [f"{each.file}:{each.line}: {each.one}" for each in found.lost] == []


@pytest.mark.slow
def test_every_exclusion_is_needed(found: Found) -> None:
    assert {*NOT_READ, *NOT_SHOWN} - found.needed == set()


@pytest.mark.parametrize(
    ("source", "texts", "lost"),
    [
        ('message, hint = "no such thing", "write it"', ["no such thing", "write it"], []),
        ('say("Home")', ["Home"], []),
        ('get_translator(frame)("Home" if here else "Away")', ["Home", "Away"], []),
        ('self.words.say_plural("{n} file", "{n} files", 2)', ["{n} file"], []),
        ('def explain(line):\n    """Say why."""\n    return "it is wrong", quote', ["it is wrong"], []),
        ('raise CommandError(2, "this is shown", name="x")', ["this is shown"], []),
        ('raise ValueError("this is not shown")', [], []),
        ('if "expected token" in reason: pass', [], []),
        ('re.compile("a [a-z]+ thing")', [], []),
        ('show("Title Case")', ["Title Case"], []),
        (
            'KNOWN_MISTAKES = (("is a", "", "no one", "no two"), (*("is b", "g", "no three"), "no four"))',
            ["no one", "no two", "no three", "no four"],
            [],
        ),
        ('note(f"the file {name}")', [], ["the file {}"]),
        ('hint = "the file " + name', [], ["the file "]),
        ('add_value_problem(message + "here")', [], ["message + 'here'"]),
        ('note("the file " + name)', [], ["'the file ' + name"]),
        (
            'make_problem("error", "size", at, "the size is {size}", size="too much of it")',
            ["the size is {size}"],
            ["too much of it"],
        ),
    ],
)
def test_texts_are_found_however_they_are_handed_on(source: str, texts: list[str], lost: list[str]) -> None:
    reader = Reader("site_builder/any.py")
    reader.visit(ast.parse(source))
    assert [each.one for each in reader.found] == texts
    assert [each.one for each in reader.lost] == lost
