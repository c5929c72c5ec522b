"""Lines with and without the mistakes of which other rules than `personal-data` tell -> labels, and what comes of them.

Each line is an item of its own, for numbers, annexes and marks go on over paragraphs. The people that stand in the
lines are those of people.toml.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from tests.checking.labelled.label import LANGUAGES, SEPARATOR, Label, is_held_back, make_label
from tests.checking.labelled.measure import SiteWriter, Verdict, judge, run_check
from tests.checking.labelled.templates import Template, read_records, read_templates, unescape
from tests.checking.labelled.values import Values

PEOPLE = Path(__file__).parent / "people.toml"
# The rule that tells of each kind of mistake, and the group of frames in which its forms stand.
KINDS = {
    "name": ("person", "people"),
    "office": ("office", "people"),
    "day": ("day", "date"),
    "weekday": ("day", "date"),
    "date-form": ("day", "date"),
    "time": ("day", "date"),
    "span": ("day", "date"),
    "document-number": ("document-number", "number"),
    "marks": ("punctuation", "clause"),
    "numbering": ("numbering", "block"),
    "caption": ("caption", "picture"),
    "leftover": ("leftover", "clause"),
    "secrecy": ("secrecy", "alone"),
    "annex": ("annex", "block"),
    "agency": ("agency", "clause"),
    "word": ("wording", "clause"),
}
ALL_RULES = frozenset(rule for rule, _ in KINDS.values())
SHARES = {"text_forms": 3, "text_frames": 5, "text_lines": 3}
# How many lines are made of a kind in a language, with the mistake and without: of the shown part, of the other.
MADE = {False: 90, True: 45}
DAY, NOW = "2026-01-20", "2026-06-15"
DATE_PLACE = re.compile(r"\{(right|wrong|none|from|to|from1|to1):([^}]*)\}")
DATE_PART = re.compile(r"%(0?[md]|[YywAaBbHh])")
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November"),
    "December",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MISSING_DAYS = ((2, 30), (2, 31), (4, 31), (6, 31), (9, 31), (11, 31))
HAN = "〇一二三四五六七八九"


def write_han_number(number: int) -> str:
    """Write 1 to 31 in Han numerals."""
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else HAN[tens]) + ("十" if tens else "") + (HAN[ones] if ones else "")


def write_date(form: str, numbers: tuple[int, int, int], weekday: int) -> str:
    """Write year, month, day and day of the week in a form."""
    year, month, day = numbers
    han = f"{write_han_number(month)}月{write_han_number(day)}日"
    parts = {
        "Y": f"{year}",
        "y": f"{year % 100}",
        "m": f"{month}",
        "0m": f"{month:02}",
        "d": f"{day}",
        "0d": f"{day:02}",
        "w": "一二三四五六日"[weekday],
        "A": WEEKDAYS[weekday],
        "a": WEEKDAYS[weekday][:3],
        "B": MONTHS[month - 1],
        "b": MONTHS[month - 1][:3],
        "H": "".join(HAN[int(each)] for each in str(year)) + "年" + han,
        "h": han,
    }
    return DATE_PART.sub(lambda found: parts[found[1]], form)


def fill_dates(text: str, chance: Random) -> str:
    """Put dates into their places: one that is right, one with a wrong day of the week, none, both ends of a span."""
    base = date(2025, 1, 1) + timedelta(chance.randrange(600))
    later = base + timedelta(chance.randrange(40, 300))
    month = base.replace(day=chance.randrange(1, 12))
    month_end = month.replace(day=month.day + chance.randrange(3, 16))
    shift = chance.randrange(1, 7)
    missing = chance.choice(MISSING_DAYS)
    days = {"right": base, "wrong": base, "from": base, "to": later, "from1": month, "to1": month_end}

    def put(found: re.Match[str]) -> str:
        name, form = found.groups()
        if name == "none":
            return write_date(form, (base.year, *missing), 2)
        day = days[name]
        weekday = (day.weekday() + (shift if name == "wrong" else 0)) % 7
        return write_date(form, (day.year, day.month, day.day), weekday)

    return DATE_PLACE.sub(put, text)


def list_choices(
    language: str, outcome: str, kind: str, *, held_back: bool
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Give forms of a kind with frames, every form once before any comes again; of the shown part, both are shown."""
    forms = [each for each in read_templates(f"text_forms.{language}.txt") if each.fields[:2] == (outcome, kind)]
    frames = [each for each in read_templates(f"text_frames.{language}.txt") if each.fields[0] == KINDS[kind][1]]
    chance = Random(f"{language} {outcome} {kind} {held_back}")  # noqa: S311 - nothing secret

    def list_frames(form: Template) -> list[tuple[str, ...]]:
        chosen = [each.fields for each in frames if (form.is_held_back or each.is_held_back) == held_back]
        return chance.sample(chosen, len(chosen))

    queues = [(form.fields, list_frames(form)) for form in forms]
    while any(frames for _, frames in queues):
        for form, rest in queues:
            if rest:
                yield form, rest.pop()


def generate_lines(language: str, *, held_back: bool) -> Iterator[Label]:
    """Generate as many lines of each kind with the mistake as without."""
    outcomes = {(each.fields[0], each.fields[1]) for each in read_templates(f"text_forms.{language}.txt")}
    for outcome, kind in sorted(outcomes):
        values = Values(f"{language} {outcome} {kind} {held_back}")
        made = dict[str, tuple[str, str, str, str]]()
        for (_, _, form), (_, context, frame) in list_choices(language, outcome, kind, held_back=held_back):
            text = values.fill(fill_dates(frame.replace("{v}", form), values.chance), language)
            text = unescape(text).replace("⦃", "{").replace("⦄", "}")
            made.setdefault(text, (outcome, kind, context, text))
            if len(made) == MADE[held_back]:
                break
        for record in made.values():
            yield make_label(record, language, by_hand=False, held_back=held_back)


def list_text_labels(language: str, *, held_back: bool) -> list[Label]:
    """Return all labels of a part in a language."""
    by_hand = [
        make_label((outcome, kind, context, unescape(text)), language, by_hand=True, held_back=held_back)
        for outcome, kind, context, text in read_records(f"text_lines.{language}.txt", held_back=held_back)
    ]
    return [*generate_lines(language, held_back=held_back), *by_hand]


def is_in_its_part(name: str, language: str, record: tuple[str, ...], *, held_back: bool) -> bool:
    """Tell whether a line of a file lies where its digest puts it."""
    return is_held_back(f"{language} {SEPARATOR.join(record)}", SHARES[name]) == held_back


def measure_text_labels(labels: Sequence[Label]) -> Iterator[Verdict]:
    """Check the labels of each language as a site of its own; what another rule finds counts where nothing is wrong."""
    for language in LANGUAGES:
        with TemporaryDirectory() as folder:
            writer = SiteWriter(Path(folder), language, DAY)
            writer.write("people.toml", PEOPLE.read_bytes())
            for each in labels:
                if each.language == language:
                    write = writer.write_field if each.context == "front-matter" else writer.write_body
                    write(each if each.context == "front-matter" else [each])  # type: ignore[arg-type]
            found = run_check(Path(folder), ALL_RULES, NOW)
        for label, path, line in writer.places:
            rules = {KINDS[label.shape][0]} if label.is_personal else ALL_RULES
            yield judge(label, [each for each in found[path] if each.rule in rules], line)
