"""Fields of an item that mean nothing: what was meant by each; reads no value."""

from collections.abc import Mapping as TMapping

from site_builder.config.custom_fields.read_fields import CustomField
from site_builder.fields import ITEM_FIELDS, NESTED_FIELD_NAMES, NESTED_FIELDS, format_field_name
from site_builder.front_matter.nodes import Field, MappingNode, Node, ScalarNode, SequenceNode
from site_builder.front_matter.values import ValueReader
from site_builder.spelling import format_suggestion, normalize_word

WRITTEN_NAMES = tuple(name for one, others in ITEM_FIELDS.items() for name in (one, *others))
# The other names of what stands within entries: some of it is a field of items too.
PART_NAMES = {**ITEM_FIELDS, **NESTED_FIELD_NAMES}


def note_unknown_fields(
    values: ValueReader, fields: TMapping[str, Field], custom: tuple[CustomField, ...] = ()
) -> None:
    """Warn of fields that mean nothing, also within lists of fields; `custom` are the site's own."""
    keys = frozenset(each.key for each in custom)
    for name, field in fields.items():
        if name in keys:
            continue
        if name not in ITEM_FIELDS:
            note_unknown_field(values, name, field, tuple(each.name for each in custom))
        elif name in NESTED_FIELDS and not isinstance(field.node, ScalarNode):
            nodes = field.node.nodes if isinstance(field.node, SequenceNode) else (field.node,)
            for node in nodes:
                note_unknown_nested_fields(values, node, NESTED_FIELDS[name])


def note_unknown_field(values: ValueReader, name: str, field: Field, custom: tuple[str, ...] = ()) -> None:
    """Warn of a field that means nothing: with the name that was meant, or where it would mean something."""
    from site_builder.config.foreign_field_names import read_other_names

    others, written = read_other_names(), normalize_word(field.written)
    guess = values.guess(field.written, custom) if custom else ""
    guess, owners = (
        guess or others.fields.get(written, ""),
        [each for each, parts in NESTED_FIELDS.items() if name in parts],
    )
    message = 'the field "{name}" is not known and does nothing'
    if written in others.column and not guess:
        guess = format_field_name("topics", chinese=not written.isascii())
        hint = "the column is the folder that the file lies in; for what it is about, write {guess}:"
    elif not guess and len(owners) == 1:
        guess = format_field_name(owners[0], chinese=not written.isascii())
        hint = "write it below {guess}:, two spaces further in"
    else:
        guess = guess or values.guess(field.written, WRITTEN_NAMES)
        hint = format_suggestion(guess)
    values.note("warning", "field", field.place, message, hint, name=field.written, guess=guess)


def note_stray_fields(
    values: ValueReader, fields: TMapping[str, Field], custom: tuple[CustomField, ...], column: str
) -> None:
    """Warn of the site's own fields that mean nothing in a column; it is "" for a plain page."""
    for each in custom:
        field = fields.get(each.key)
        if field and not each.is_used_in(column):
            message = 'the field "{name}" is for items of a column, and does nothing here'
            hint = "leave it out"
            if column:
                message = 'the field "{name}" is not for items of this column, and does nothing here'
                hint = "leave it out, or add this column to its columns in content/site.toml: {columns}"
            columns = ", ".join(each.columns)
            values.note("warning", "field", field.place, message, hint, name=field.written, columns=columns)


def note_unknown_nested_fields(values: ValueReader, node: Node, known: tuple[str, ...]) -> None:
    """Warn of unknown fields within one entry of a list."""
    for name, field in node.fields if isinstance(node, MappingNode) else ():
        if name not in known:
            guess = guess_nested_field(values, field.written, known)
            message = 'the field "{name}" is not known here and does nothing'
            hint = format_suggestion(guess) or "write one of: {known}"
            details = {"name": field.written, "guess": guess, "known": ", ".join(known), "fields": "known"}
            values.note("warning", "field", field.place, message, hint, **details)


def guess_nested_field(values: ValueReader, written: str, known: tuple[str, ...]) -> str:
    """Find which of the known fields of an entry another name means; empty where none is near."""
    from site_builder.config.foreign_field_names import read_other_names

    names = tuple(name for each in known for name in (each, *PART_NAMES[each]))
    meant = read_other_names().parts.get(normalize_word(written), ())
    return next((each for each in meant if each in names), "") or values.guess(written, names)
