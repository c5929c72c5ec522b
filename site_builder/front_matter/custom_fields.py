"""Values of the site's own fields -> records, with a Problem for each that does not fit; knows none by name."""

import re
from collections.abc import Callable, Iterator, Mapping

from site_builder.config.custom_fields.read_fields import CustomField
from site_builder.fields import FieldKind
from site_builder.front_matter.nodes import Field
from site_builder.front_matter.values import ValueReader
from site_builder.model import NO, YES, CustomValue

# What is written for each kind that is neither text nor date: the form, the message, the hint.
FORMS: Mapping[FieldKind, tuple[re.Pattern[str], str, str]] = {
    "amount": (
        re.compile(r"[-+]?\d{1,12}(?:\.\d{1,6})?", re.ASCII),
        '{name} is no number: "{value}"',
        "write digits alone, such as 12 or 12.5; what it counts stands in the label",
    ),
    "link": (
        re.compile(r"https?://[^\s/]+(?:/\S*)?"),
        '{name} is not a web address: "{value}"',
        "write {name}: https://…",
    ),
    "telephone": (
        re.compile(
            # A mask (139****5678) is a number too, which nobody can dial.
            r"(?=.*\d{3})[+＋\d(（][\d\s()（）+＋/,，;；、.·–—－*-]*(?:(?:转|ext\.?|extension|分机)\s*\d+)?",
            re.IGNORECASE,
        ),
        '{name} is no telephone number: "{value}"',
        "write digits, such as 0123-4567890, and 转 or ext. before an extension",
    ),
    "e-mail": (
        re.compile(r"[^@\s?&<>]+@[^@\s?&<>]+\.[^@\s?&<>]+"),
        '{name} is no mailbox: "{value}"',
        "write {name}: office@example.org",
    ),
}


class CustomFieldReader:
    """Reads the values of one item; `fields` are those as written, its own or its original's."""

    def __init__(
        self,
        values: ValueReader,
        fields: Mapping[str, Field],
        definitions: tuple[CustomField, ...],
        find_language: Callable[[str], str],
    ) -> None:
        """Read values; Problems go to `values`, `find_language` tells the language of a field's words."""
        self.values = values
        self.fields = fields
        self.definitions = definitions
        self.find_language = find_language

    def read_all(self, column: str) -> Iterator[CustomValue]:
        """Read the values of all fields that the items of a column may have, in the order of site.toml."""
        for each in self.definitions:
            field = self.fields.get(each.key)
            found = self.read_value(each, field) if field and each.is_used_in(column) else None
            if found:
                yield found

    def read_value(self, definition: CustomField, field: Field) -> CustomValue | None:
        """Read one value; None where there is none, or a wrong one."""
        name, when = definition.name, None
        if definition.kind == "date":
            when = self.values.read_when(field, name)
            text = when.local[: 16 if when.timed else 10] if when else ""
        elif definition.kind == "flag":
            written = self.values.read_text(field, name)
            text = (YES if self.values.read_flag(field, name) else NO) if written else ""
        else:
            text = self.values.read_text(field, name)
            if text and not self.is_fitting(definition, field, text):
                text = ""
        if not text:
            return None
        return CustomValue(name, definition.kind, text, self.find_language(definition.key), when, definition.show)

    def is_fitting(self, definition: CustomField, field: Field, text: str) -> bool:
        """Tell whether a text has the form of its kind, and note one that has not."""
        if definition.kind == "choice":
            return self.is_chosen(definition, field, text)
        if definition.kind not in FORMS:
            return True
        form, message, hint = FORMS[definition.kind]
        if not form.fullmatch(text):
            self.values.note("error", "form", field.node.place, message, hint, name=definition.name, value=text)
            return False
        return True

    def is_chosen(self, definition: CustomField, field: Field, text: str) -> bool:
        """Tell whether a text is one of those that may be chosen, and note one that is not."""
        known = tuple(dict.fromkeys(words for each in definition.choices for _, words in each))
        if not known or text in known:
            return True
        guess = self.values.guess(text, known)
        message = '"{value}" is none of what {name} may be'
        hint = "did you mean {guess}?" if guess else "write one of: {known}"
        values = {"name": definition.name, "value": text, "guess": guess, "known": ", ".join(known)}
        self.values.note("error", "form", field.node.place, message, hint, **values)
        return False
