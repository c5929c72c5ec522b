"""The labelled lines are well-formed, the parts are apart, and the document has the figures of now."""

from datetime import date, datetime
from random import Random

import pytest
from stdnum import luhn
from stdnum.cn import ric, uscc
from stdnum.gb import nhs
from stdnum.us import ssn

from tests.checking.labelled.document import TABLES, read_table_of_document
from tests.checking.labelled.label import LANGUAGES, OUTCOMES, SEPARATOR, is_held_back, read_marks
from tests.checking.labelled.measure import Verdict, measure_labels
from tests.checking.labelled.report import format_table, group_verdicts, is_promised, list_totals
from tests.checking.labelled.shapes import SHAPES
from tests.checking.labelled.templates import FOLDERS, SHARES, list_labels, read_records
from tests.checking.labelled.text_lines import (
    KINDS,
    fill_dates,
    is_in_its_part,
    list_text_labels,
    measure_text_labels,
)
from tests.checking.labelled.text_lines import SHARES as TEXT_SHARES
from tests.checking.labelled.text_report import format_text_table, list_text_totals
from tests.checking.labelled.values import Values, format_value, make_hkid

FILES = [(name, language, part) for name in SHARES for language in LANGUAGES for part in FOLDERS]
FIELDS = {"forms": 2, "frames": 3, "columns": 2, "harmless": 4, "hand_written": 4}
# What the table of docs/checks.md once promised, and what the sections on misses and further kinds name.
PERSONAL_OF_LANGUAGE = {"zh": set(SHAPES) - {"mobile-uk", "ni", "nhs", "sort-code", "ssn", "home-us"}}
PERSONAL_OF_LANGUAGE["en"] = set(SHAPES) - {"id-register", "mobile-han", "officer", "social-card", "bank-book"}
PERSONAL_OF_LANGUAGE["en"] -= {"plate-new-energy"}
# Shares of lines: promised shapes that are missed, further kinds that are, harmless ones that stop a build.
MOST_WRONG = {"promised": 0.01, "further": 0.05, "harmless": 0.01}
LEAST_OF_SHAPE = 0.97


def has_right_check(number: str) -> bool:
    """Tell whether an identity number has a day and its check character; the list of regions knows when each began."""
    return len(number) == 18 and bool(ric.get_birth_date(number)) and ric.calc_check_digit(number) == number[-1]


@pytest.mark.parametrize(("name", "language", "held_back"), FILES)
def test_every_line_of_a_file_is_well_formed(name: str, language: str, held_back: bool) -> None:  # noqa: FBT001
    records = read_records(f"{name}.{language}.txt", held_back=held_back)
    assert records
    for record in records:
        assert len(record) == FIELDS[name], record
        assert all(each.strip() for each in record), record
        if name in {"harmless", "hand_written"}:
            outcome, shape, _, text = record
            assert outcome in OUTCOMES, record
            assert (outcome in {"error", "finding"}) == (shape in SHAPES), record
            assert text.count("⟦") == text.count("⟧"), record
        elif name == "forms":
            assert record[0] in SHAPES, record
        elif name == "frames":
            assert "{v}" in record[2] or "{v1}" in record[2], record


@pytest.mark.parametrize(("name", "language", "held_back"), FILES)
def test_the_digest_says_what_is_held_back(name: str, language: str, held_back: bool) -> None:  # noqa: FBT001
    for record in read_records(f"{name}.{language}.txt", held_back=held_back):
        assert is_held_back(f"{language} {SEPARATOR.join(record)}", SHARES[name]) == held_back, record


def test_what_is_held_back_says_so() -> None:
    for file in FOLDERS[True].iterdir():
        assert file.read_text("utf-8").startswith("# Not to be read by whoever writes the rules.\n")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_shape_has_forms(language: str) -> None:
    for held_back in FOLDERS:
        forms = {shape for shape, _ in read_records(f"forms.{language}.txt", held_back=held_back)}
        assert forms <= PERSONAL_OF_LANGUAGE[language]
        assert held_back or forms | {"sensitive-column"} == PERSONAL_OF_LANGUAGE[language]


def test_check_digits_are_right() -> None:
    values = Values("check digits")
    for _ in range(5):
        assert has_right_check(values.make("id", "zh"))
        assert has_right_check(values.make("id_x", "zh"))
        assert not has_right_check(values.make("id_slip", "zh"))
        assert not has_right_check(values.make("id_swapped", "zh"))
        assert luhn.is_valid(values.make("card", "zh"))
        assert not luhn.is_valid(values.make("card_wrong", "zh"))
        assert nhs.is_valid(values.make("nhs", "en"))
        assert uscc.is_valid(values.make("uscc", "zh"))
        assert ssn.is_valid(values.make("ssn", "en"))


def test_letters_and_brackets_of_hong_kong_are_right() -> None:
    """Its check: the letter counts 10 to 35, a space before it 36, the sum with its weights is a multiple of 11."""
    number = make_hkid(Values("hong kong"))
    digits = [36, ord(number[0]) - 55, *map(int, number[1:7]), 10 if number[8] == "A" else int(number[8])]
    assert sum(weight * digit for weight, digit in zip(range(9, 0, -1), digits, strict=True)) % 11 == 0


def test_values_are_written_in_forms() -> None:
    assert format_value("13800138000", "3-4-4") == "138-0013-8000"
    assert format_value("13800138000", "mask4-7") == "138****8000"
    assert format_value("13800138000", "wide") == "１３８００１３８０００"
    assert format_value("13800138000", "han") == "一三八〇〇一三八〇〇〇"
    assert read_marks("a⟦bc⟧d⟦e⟧") == ("abcde", ((1, 3), (4, 5)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_lines_of_full_numbers_by_hand_are_right(language: str) -> None:
    for held_back in FOLDERS:
        for _, shape, _, text in read_records(f"hand_written.{language}.txt", held_back=held_back):
            if shape == "id-18":
                plain, spans = read_marks(text)
                numbers = [plain[start:end].upper().translate(str.maketrans("Ｘ", "X", " -*")) for start, end in spans]
                assert all(map(has_right_check, numbers)), text


@pytest.mark.slow
def test_no_line_is_in_both_parts() -> None:
    for language in LANGUAGES:
        shown, kept = (list_labels(language, held_back=part) for part in (False, True))
        assert not {each.text for each in shown} & {each.text for each in kept}
        assert shown == list_labels(language, held_back=False)
        assert {each.shape for each in shown if each.is_personal} >= PERSONAL_OF_LANGUAGE[language]
        assert len(kept) > len(shown) / 3


@pytest.mark.slow
def test_there_are_enough_lines() -> None:
    labels = [each for language in LANGUAGES for part in FOLDERS for each in list_labels(language, held_back=part)]
    assert sum(not each.is_hand_written for each in labels) >= 12_000
    for language in LANGUAGES:
        assert sum(each.is_hand_written for each in labels if each.language == language) >= 400


@pytest.fixture(scope="module")
def verdicts() -> list[Verdict]:
    return list(measure_labels([each for language in LANGUAGES for each in list_labels(language, held_back=False)]))


@pytest.mark.slow
def test_the_figures_in_the_document_are_those_of_now(verdicts: list[Verdict]) -> None:
    assert read_table_of_document("personal") == format_table(verdicts), "run: make docs"


TEXT_FILES = [(name, language, part) for name in TEXT_SHARES for language in LANGUAGES for part in FOLDERS]
TEXT_FIELDS = {"text_forms": 3, "text_frames": 3, "text_lines": 4}
# What only Chinese texts have.
ONLY_HAN = {"date-form", "document-number", "agency", "word"}
MOST_MISSED, MOST_TOLD = 0.03, 0.01


@pytest.mark.parametrize(("name", "language", "held_back"), TEXT_FILES)
def test_every_line_for_the_other_rules_is_well_formed(name: str, language: str, held_back: bool) -> None:  # noqa: FBT001
    records = read_records(f"{name}.{language}.txt", held_back=held_back)
    assert records
    for record in records:
        assert len(record) == TEXT_FIELDS[name], record
        assert is_in_its_part(name, language, record, held_back=held_back), record
        if name == "text_frames":
            assert record[2].count("{v}") == 1, record
        else:
            outcome, kind, marked = record[0], record[1], record[-1]
            assert kind in KINDS, record
            assert outcome in ({"finding"} if "⟦" in marked else {"harmless", "silent"}), record
            assert marked.count("⟦") == marked.count("⟧"), record


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_has_lines_that_are_right(language: str) -> None:
    forms = [
        (outcome != "finding", kind)
        for held_back in FOLDERS
        for outcome, kind, _ in read_records(f"text_forms.{language}.txt", held_back=held_back)
    ]
    kinds = set(KINDS) - (ONLY_HAN if language == "en" else set())
    assert set(forms) == {(right, kind) for right in (True, False) for kind in kinds}


def test_dates_are_filled_in() -> None:
    chance = Random("dates")  # noqa: S311 - nothing secret
    for _ in range(50):
        right, wrong, first, last, none = fill_dates(
            "{right:%Y-%0m-%0d %A} ¦ {wrong:%Y-%0m-%0d %A} ¦ {from1:%Y-%0m-%0d} ¦ {to1:%Y-%0m-%0d} ¦ {none:%Y-%0m-%0d}",
            chance,
        ).split(SEPARATOR)
        assert datetime.strptime(right[:10], "%Y-%m-%d").strftime("%Y-%m-%d %A") == right  # noqa: DTZ007
        assert wrong[:10] == right[:10]
        assert wrong != right
        assert first[:8] == last[:8]
        assert first < last
        with pytest.raises(ValueError, match="day"):
            date.fromisoformat(none)


@pytest.fixture(scope="module")
def text_verdicts() -> list[Verdict]:
    labels = [each for language in LANGUAGES for each in list_text_labels(language, held_back=False)]
    return list(measure_text_labels(labels))


@pytest.mark.slow
def test_what_the_other_rules_find_is_in_the_document(text_verdicts: list[Verdict]) -> None:
    assert set(TABLES) == {"personal", "text"}
    assert read_table_of_document("text") == format_text_table(text_verdicts), "run: make docs"


@pytest.mark.slow
def test_the_other_rules_reach_their_goals(text_verdicts: list[Verdict]) -> None:
    """By language and origin; single lines of the few written by hand may be the one in a hundred."""
    for origin, language, faulty, harmless in list_text_totals(text_verdicts):
        missed, told = faulty.there - faulty.right, harmless.there - harmless.right
        assert missed <= max(1, faulty.there * MOST_MISSED), (origin, language)
        assert told <= max(1, harmless.there * MOST_TOLD), (origin, language)


@pytest.mark.slow
def test_the_goals_are_reached(verdicts: list[Verdict]) -> None:
    """By language and origin, and of no shape that is promised so little that the others hide it."""
    for name, which, each in list_totals(verdicts):
        wrong = (each.errors if name == "harmless" else each.there - each.right) / each.there
        assert wrong <= MOST_WRONG[name], (name, which, each)
    promised = group_verdicts((each for each in verdicts if is_promised(each.label)), lambda label: label.shape)
    assert {shape for shape, each in promised.items() if each.right < each.there * LEAST_OF_SHAPE} == set()
