"""Templates × values -> generated labels; and the lines that were written by hand. Reads the text files beside it."""

from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import NamedTuple

from tests.checking.labelled.label import NAMES, SEPARATOR, Label, make_label
from tests.checking.labelled.shapes import SHAPES, choose_outcome, find_words
from tests.checking.labelled.tables import make_tables
from tests.checking.labelled.values import Values

FOLDERS = {False: Path(__file__).parent / "shown", True: Path(__file__).parent / "held_back"}
# Of the lines of each file, one of so many is held back: a line is shown only if its form and its frame are.
SHARES = {"forms": 5, "frames": 5, "columns": 3, "harmless": 3, "hand_written": 3}
# How many lines are made of a shape in a language: of the shown part, of the held-back one.
PERSONAL = {False: 150, True: 75}
HARMLESS = {False: 20, True: 20}


class Template(NamedTuple):
    """A line of a file: its fields, and the part that it belongs to."""

    fields: tuple[str, ...]
    is_held_back: bool


def read_records(name: str, *, held_back: bool) -> list[tuple[str, ...]]:
    """Return the fields of each line of a file that is neither empty nor a remark."""
    lines = (FOLDERS[held_back] / name).read_text("utf-8").splitlines()
    return [tuple(each.split(SEPARATOR)) for each in lines if each and not each.startswith("#")]


def read_templates(name: str) -> list[Template]:
    """Return the lines of a file of both parts."""
    return [Template(each, part) for part in (False, True) for each in read_records(name, held_back=part)]


def unescape(text: str) -> str:
    return text.replace("\\n", "\n").replace("\\t", "\t")


def fits(shape: str, form: str, target: str, frame: str) -> bool:
    """Tell whether a shape's form may stand in a frame."""
    known = SHAPES[shape]
    names = target.split(",")
    is_whole = form in {"{mobile}", "{id}", "{card}", "{card16}", "{uk}"}
    chosen = (
        "*" in names
        or shape in names
        or known.group in names
        or ("number" in names and known.group in {"card", "mobile"})
        or ("digits" in names and is_whole)
        or ("mobile-digits" in names and is_whole and known.group == "mobile")
    )
    is_named = "{label}" in frame
    if not chosen or (known.naming == "own" and is_named) or (known.naming == "needed" and not is_named):
        return False
    return not (any(each in form for each in "/|\\<*：") and ("\t" in frame or "|" in frame or "`" in frame))


def list_pairs(language: str, shape: str, *, held_back: bool) -> list[tuple[str, tuple[str, ...]]]:
    """Return the forms of a shape with each frame that they may stand in: of the shown part, both are shown."""
    forms = [each for each in read_templates(f"forms.{language}.txt") if each.fields[0] == shape]
    frames = read_templates(f"frames.{language}.txt")
    return [
        (form.fields[1], frame.fields)
        for form in forms
        for frame in frames
        if (form.is_held_back or frame.is_held_back) == held_back
        and fits(shape, form.fields[1], frame.fields[1], frame.fields[2])
        and not (frame.fields[0] in NAMES and any(each in form.fields[1] for each in "/<\\*"))
    ]


def fill_frame(values: Values, language: str, shape: str, form: str, record: tuple[str, ...]) -> str:
    """Write a line: a form's value, marked, in its frame; a cell of a file with commas has quotes where it has one."""
    context, _, frame = record
    words = find_words(shape, form, language)
    text = unescape(frame)
    given = {"label": values.choose(words)} if words else {}
    if "{v1}" in text:
        value = values.fill(form, language)
        at = values.chance.randint(3, len(value) - 4)
        return values.fill(text, language, {**given, "v1": value[:at], "v2": value[at:]})
    while "{v}" in text:
        value = values.fill(form, language)
        cell = next(each for each in ("{label} {v}", "{label}{v}", "{v}") if each in text)
        quote = '"' if context == "csv" and "," in value else ""
        text = text.replace(cell, f"{quote}{cell}{quote}".replace("{v}", f"⟦{value}⟧"), 1)
    return values.fill(text, language, given)


def generate_personal(language: str, *, held_back: bool) -> Iterator[Label]:
    """Generate lines with personal data, as many of each shape."""
    for shape in SHAPES:
        pairs = list_pairs(language, shape, held_back=held_back)
        values = Values(f"{language} {shape} {held_back}")
        values.chance.shuffle(pairs)
        for form, frame in islice(cycle(pairs), PERSONAL[held_back]):
            text = fill_frame(values, language, shape, form, frame)
            record = (choose_outcome(shape, frame[2]), shape, frame[0], text)
            yield make_label(record, language, by_hand=False, held_back=held_back)


def generate_harmless(language: str, *, held_back: bool) -> Iterator[Label]:
    """Generate lines that only look as if they held personal data, as many of each template."""
    for outcome, kind, context, template in read_records(f"harmless.{language}.txt", held_back=held_back):
        values = Values(f"{language} {template}")
        made = {values.fill(unescape(template), language) for _ in range(HARMLESS[held_back])}
        for text in sorted(made):
            yield make_label((outcome, kind, context, text), language, by_hand=False, held_back=held_back)


def read_hand_written(language: str, *, held_back: bool) -> Iterator[Label]:
    """Return the lines that were written by hand."""
    for outcome, shape, context, text in read_records(f"hand_written.{language}.txt", held_back=held_back):
        yield make_label((outcome, shape, context, unescape(text)), language, by_hand=True, held_back=held_back)


def list_labels(language: str, *, held_back: bool) -> list[Label]:
    """Return all labels of a part in a language."""
    columns = read_records(f"columns.{language}.txt", held_back=held_back)
    return [
        *generate_personal(language, held_back=held_back),
        *make_tables(columns, language, held_back=held_back),
        *generate_harmless(language, held_back=held_back),
        *read_hand_written(language, held_back=held_back),
    ]
