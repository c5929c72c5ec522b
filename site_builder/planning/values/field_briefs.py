"""Values of the site's own fields -> what a page shows of them; knows no page and no item."""

from collections.abc import Callable, Iterator, Sequence

from site_builder.config.custom_fields.read_fields import CustomField
from site_builder.language import make_translator
from site_builder.model import YES, CustomValue, FieldBrief, Language, choose_text
from site_builder.planning.values.telephone import make_tel_href, split_numbers


def make_field_briefs(
    values: Sequence[CustomValue],
    definitions: Sequence[CustomField],
    language: Language,
    find_tag: Callable[[str], str],
    place: str,
) -> Iterator[FieldBrief]:
    """Give what pages of a language show in a place of the values of an item."""
    labels = {each.name: each for each in definitions}
    for each in values:
        definition = labels.get(each.name)
        if definition is None or place not in each.show:
            continue
        yield FieldBrief(
            label=choose_text(definition.label, language.id),
            text="" if each.when else format_value(each, definition, language),
            lang=find_tag(each.lang) if each.kind == "text" else "",
            href=make_href(each),
            when=each.when,
        )


def format_value(value: CustomValue, definition: CustomField, language: Language) -> str:
    """Write a value for readers of a language."""
    if value.kind == "flag":
        say = make_translator(language.locale)
        return say("Yes") if value.text == YES else say("No")
    if value.kind == "choice":
        chosen = next((each for each in definition.choices if value.text in dict(each).values()), ())
        return choose_text(chosen, language.id) or value.text
    return value.text


def make_href(value: CustomValue) -> str:
    """Give where a value leads, "" for nowhere."""
    if value.kind == "link":
        return value.text
    if value.kind == "telephone":
        return make_tel_href(value.text) if len(split_numbers(value.text)) == 1 else ""
    return f"mailto:{value.text}" if value.kind == "e-mail" and "*" not in value.text else ""
