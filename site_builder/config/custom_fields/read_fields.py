"""`[fields.NAME]` of site.toml -> the fields that a site has besides those of every item; reads no item."""

import re
from collections.abc import Iterator, Sequence
from types import MappingProxyType

from site_builder.config.settings import Settings, normalize_text
from site_builder.config.toml_file import Table
from site_builder.decoding import has_visible_sign
from site_builder.fields import CANONICAL_NAMES, ITEM_FIELDS, PARTS, FieldKind, ItemField
from site_builder.model import Column, Text
from site_builder.spelling import format_suggestion

CUSTOM_FIELD_KEYS = ("label", "type", "choices", "columns", "required", "show")
# What a field may hold, as site.toml says it.
TYPES: MappingProxyType[str, FieldKind] = MappingProxyType(
    {
        "text": "text",
        "number": "amount",
        "date": "date",
        "yes/no": "flag",
        "choice": "choice",
        "link": "link",
        "telephone": "telephone",
        "e-mail": "e-mail",
    }
)
# What others call them; for hints.
OTHER_TYPES = MappingProxyType(
    {
        **dict.fromkeys(("string", "textarea", "文本", "文字"), "text"),
        **dict.fromkeys(("integer", "int", "float", "decimal", "amount", "数字", "金额"), "number"),
        **dict.fromkeys(("day", "datetime", "日期"), "date"),
        **dict.fromkeys(("bool", "boolean", "flag", "checkbox", "yes-no", "是否"), "yes/no"),
        **dict.fromkeys(("select", "enum", "options", "选项", "选择"), "choice"),
        **dict.fromkeys(("url", "href", "address", "链接", "网址"), "link"),
        **dict.fromkeys(("tel", "phone", "mobile", "电话"), "telephone"),
        **dict.fromkeys(("email", "mail", "邮箱", "邮件"), "e-mail"),
    }
)
# Where the value of a field may be shown; the first where nothing is written.
PLACES = ("item", "lists", "search", "feed")
NAME = re.compile(r"[^\W\d_][\w-]{0,39}")
MOST_CUSTOM_FIELDS = 50
MOST_CHOICES = 200


class CustomField(ItemField, frozen=True, kw_only=True):
    """A field of the site's own, which editors may write like any other.

    `label` is what readers are told of it; `choices` are the values that it may have; `columns` those in which it is
    used, none for all; an item must have one that is `needed`; `show` are the PLACES where its value is shown.
    """

    label: Text
    choices: tuple[Text, ...] = ()
    columns: tuple[str, ...] = ()
    needed: bool = False
    show: tuple[str, ...] = PLACES[:1]

    @property
    def key(self) -> str:
        """The name by which the reader of blocks knows it, which may be that of a part of another field."""
        return CANONICAL_NAMES.get(self.name, self.name)

    def is_used_in(self, column: str) -> bool:
        """Tell whether items of a column may have it; a plain page, which is in none, may not."""
        return bool(column) and (not self.columns or column in self.columns)


def read_custom_fields(settings: Settings, columns: Sequence[Column]) -> Iterator[CustomField]:
    """Read the fields; one whose name cannot be used is an error and none, any other mistake leaves a field."""
    keys: dict[str, str] = {}
    for number, (written, table) in enumerate(settings.read_table("fields").items(), 1):
        where, name = f"fields.{written}", normalize_text(written)
        if number > MOST_CUSTOM_FIELDS:
            message, hint = "there are more than {most} fields", "leave out those that no item has"
            settings.add_problem("error", where, message, hint, most=MOST_CUSTOM_FIELDS)
            return
        if not isinstance(table, dict):
            message, hint = "{key} is not a table", "write [{key}] on a line of its own"
            settings.add_problem("error", where, message, hint)
        elif not has_bad_name(settings, where, name, keys):
            keys[CANONICAL_NAMES.get(name, name).casefold()] = name
            yield read_custom_field(Settings(settings.file, settings.problems), where, name, table, columns)


def has_bad_name(settings: Settings, where: str, name: str, taken: dict[str, str]) -> bool:
    """Note a name that no field can have, that every item's fields have, or that another one of the site has."""
    known = CANONICAL_NAMES.get(name, name)
    built_in = known if known in ITEM_FIELDS else next((n for n in ITEM_FIELDS if n == name.casefold()), "")
    if not NAME.fullmatch(name):
        message = '"{name}" cannot be the name of a field'
        hint = "write letters, digits, - and _, a letter first, 40 at most"
        settings.add_problem("error", where, message, hint, name=name)
    elif built_in:
        message = '"{name}" is a field that every item may have already: {field}'
        hint = "give yours another name, or leave it out and use that one"
        field = " · ".join((built_in, *ITEM_FIELDS[built_in]))
        settings.add_problem("error", where, message, hint, name=name, field=field)
    elif known.casefold() in taken:
        message, hint = '"{name}" and "{other}" mean the same field', "keep one of the two"
        settings.add_problem("error", where, message, hint, name=name, other=taken[known.casefold()])
    else:
        return False
    return True


def read_custom_field(
    settings: Settings, where: str, name: str, table: Table, columns: Sequence[Column]
) -> CustomField:
    """Read one field."""
    settings.check_unknown_keys(table, where, CUSTOM_FIELD_KEYS)
    label = settings.read_name(f"{where}.label", name)
    kind = read_type(settings, f"{where}.type")
    part = PARTS.get(CANONICAL_NAMES.get(name, ""))
    return CustomField(
        name=name,
        chinese=tuple(each for each in (part.name, *part.chinese) if each != name) if part else (),
        kind=kind,
        role="content",
        description=" · ".join(dict.fromkeys(words for _, words in label)),
        items_only=True,
        label=label,
        choices=read_choices(settings, where, kind),
        columns=tuple(read_columns(settings, f"{where}.columns", [each.id for each in columns])),
        needed=settings.read_flag(f"{where}.required", default=False),
        show=read_places(settings, f"{where}.show"),
    )


def read_type(settings: Settings, key: str) -> FieldKind:
    """Read what a field holds."""
    written = settings.read_text(key, "text").strip()
    if written in TYPES:
        return TYPES[written]
    guess = OTHER_TYPES.get(written.lower(), "")
    settings.add_unknown_word(key, '"{value}" is no type of a field', written, TYPES, guess)
    return "text"


def read_choices(settings: Settings, where: str, kind: FieldKind) -> tuple[Text, ...]:
    """Read the values that a choice may have: a list of texts, or of texts by language."""
    key = f"{where}.choices"
    value = settings.get(key)
    if kind != "choice":
        if value is not None:
            message, hint = "only a choice has {key}", 'write type = "choice", or leave it out'
            settings.add_problem("error", key, message, hint)
        return ()
    found = [read_choice(each) for each in value] if isinstance(value, list) else []
    if not found or len(found) > MOST_CHOICES or not all(found):
        message, hint = "{key} is no list of what may be chosen", 'write choices = ["…", "…"], {most} at most'
        settings.add_value_problem(key, message, hint, most=MOST_CHOICES)
        return ()
    return tuple(found)


def read_choice(value: object) -> Text:
    """Read one value that may be chosen; () where it is none."""
    words = value if isinstance(value, dict) else {"": value}
    found = [(language, each) for language, each in words.items() if isinstance(each, str) and has_visible_sign(each)]
    if len(found) < len(words):
        return ()
    return tuple((language, " ".join(normalize_text(each).split())) for language, each in found)


def read_columns(settings: Settings, key: str, known: Sequence[str]) -> Iterator[str]:
    """Read in which columns a field is used; one that site.toml does not describe is an error."""
    for each in dict.fromkeys(settings.read_texts(key, ())):
        if each in known:
            yield each
        else:
            message, guess = '"{value}" is the id of no column', settings.guess(each, known)
            hint = format_suggestion(guess) or "write the id of one of the [[columns]]"
            settings.add_value_problem(key, message, hint, value=each, guess=guess)


def read_places(settings: Settings, key: str) -> tuple[str, ...]:
    """Read where the value of a field is shown."""
    written = settings.read_texts(key, PLACES[:1])
    for each in written:
        if each not in PLACES:
            settings.add_unknown_word(key, '"{value}" is no place where a field is shown', each, PLACES)
    return tuple(each for each in PLACES if each in written)
