"""Verdicts on lines with other mistakes than personal data -> figures by kind and by context, and their table."""

from collections.abc import Callable, Sequence

from tests.checking.labelled.label import LANGUAGES, Label
from tests.checking.labelled.measure import Verdict
from tests.checking.labelled.report import Figures, format_share, group_verdicts
from tests.checking.labelled.text_lines import KINDS

EMPTY = Figures(0, 0, 0, 0)


def list_text_totals(verdicts: Sequence[Verdict]) -> list[tuple[str, str, Figures, Figures]]:
    """Return by origin and language what came of the lines with a mistake, and of those without."""
    groups = group_verdicts(verdicts, lambda each: f"{each.is_hand_written} {each.language} {each.is_personal}")
    totals = []
    for hand, origin in ((False, "generated"), (True, "hand-written")):
        for language in LANGUAGES:
            faulty, harmless = (groups.get(f"{hand} {language} {wrong}", EMPTY) for wrong in (True, False))
            totals.append((origin, language, faulty, harmless))
    return totals


def format_text_totals(verdicts: Sequence[Verdict]) -> str:
    """Write the totals as text."""
    rows = []
    for origin, language, faulty, harmless in list_text_totals(verdicts):
        found, wrong = format_share(faulty.right, faulty.there), harmless.there - harmless.right
        rows.append(
            f"{origin:12} {language} {faulty.there:6} found {found:>7}"
            f" {harmless.there:6} harmless, wrongly told {wrong} ({format_share(wrong, harmless.there)})"
        )
    return "\n".join(rows)


def format_text_report(verdicts: Sequence[Verdict]) -> str:
    """Write all figures as text: totals, by kind, by context."""
    parts = [format_text_totals(verdicts)]
    keys: tuple[tuple[str, Callable[[Label], str]], ...] = (
        ("kind", lambda each: each.shape),
        ("context", lambda each: each.context),
    )
    for title, key in keys:
        rows = [f"by {title}"]
        for wrong in (True, False):
            chosen = [each for each in verdicts if each.label.is_personal == wrong]
            groups = group_verdicts(chosen, lambda each, key=key: f"{each.language} {key(each)}")  # type: ignore[misc]
            name = "wrong" if wrong else "right"
            rows += [
                f"  {name} {what:24} {n.there:6} {format_share(n.right, n.there):>7}" for what, n in groups.items()
            ]
        parts.append("\n".join(rows))
    return "\n\n".join(parts)


def format_text_table(verdicts: Sequence[Verdict]) -> str:
    """Write the table of docs/checks.md."""
    lines = [
        f"| in {len(verdicts):,} lines | zh: wrong | found | right | told of | en: wrong | found | right | told of |",
        "|---|" + "--:|" * 8,
    ]
    by_kind = group_verdicts(verdicts, lambda each: f"{each.language} {each.shape} {each.is_personal}")
    for kind in KINDS:
        cells = [
            by_kind.get(f"{language} {kind} {faulty}", EMPTY) for language in LANGUAGES for faulty in (True, False)
        ]
        lines.append(f"| {kind} | {format_cells(cells)} |")
    totals = list_text_totals(verdicts)
    for origin in ("generated", "hand-written"):
        cells = [each for name, _, *both in totals if name == origin for each in both]
        lines.append(f"| all, {origin} | {format_cells(cells)} |")
    return "\n".join(lines)


def format_cells(cells: Sequence[Figures]) -> str:
    """Write figures of faulty and of harmless lines by turns."""
    return " | ".join(
        f"{each.there} | {format_share(each.there - each.right if number % 2 else each.right, each.there)}"
        for number, each in enumerate(cells)
    )
