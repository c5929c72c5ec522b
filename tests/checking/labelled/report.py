"""Verdicts -> figures: recall by shape and by context, wrong stops by kind, and the table of docs/checks.md."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from tests.checking.labelled.label import Label
from tests.checking.labelled.measure import Verdict
from tests.checking.labelled.shapes import PROMISED, SHAPES


class Figures(NamedTuple):
    """How many lines there are, how many of them came out as they should, and in how many there was an error."""

    there: int
    right: int
    errors: int
    findings: int


def count_figures(verdicts: Iterable[Verdict]) -> Figures:
    seen = list(verdicts)
    return Figures(
        len(seen),
        sum(each.is_right for each in seen),
        sum(each.has_error for each in seen),
        sum(each.has_finding for each in seen),
    )


def group_verdicts(verdicts: Iterable[Verdict], key: Callable[[Label], str]) -> dict[str, Figures]:
    groups = defaultdict(list)
    for each in verdicts:
        groups[key(each.label)].append(each)
    return {name: count_figures(groups[name]) for name in sorted(groups)}


def format_share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "–"


def is_promised(label: Label) -> bool:
    return label.shape in PROMISED


def list_totals(verdicts: Sequence[Verdict]) -> list[tuple[str, str, Figures]]:
    """Return the totals: of promised shapes, of further kinds, of harmless lines, by language and origin."""
    sorts: tuple[tuple[str, Callable[[Label], bool]], ...] = (
        ("promised", is_promised),
        ("further", lambda each: each.is_personal and not is_promised(each)),
        ("harmless", lambda each: not each.is_personal),
    )
    totals = []
    for name, belongs in sorts:
        for origin, hand in (("generated", False), ("hand-written", True)):
            for language in ("zh", "en"):
                chosen = [
                    each
                    for each in verdicts
                    if belongs(each.label) and (each.label.language, each.label.is_hand_written) == (language, hand)
                ]
                totals.append((name, f"{origin}, {language}", count_figures(chosen)))
        totals.append((name, "all", count_figures(each for each in verdicts if belongs(each.label))))
    return totals


def format_totals(verdicts: Sequence[Verdict]) -> str:
    """Write the totals as text."""
    rows = []
    for name, which, each in list_totals(verdicts):
        if name == "harmless":
            stopped, told = format_share(each.errors, each.there), format_share(each.findings, each.there)
            rows.append(f"{name:10} {which:18} {each.there:6}  stopped {each.errors} ({stopped}), told of {told}")
        else:
            rows.append(f"{name:10} {which:18} {each.there:6}  recall {format_share(each.right, each.there)}")
    return "\n".join(rows)


def format_report(verdicts: Sequence[Verdict]) -> str:
    """Write all figures as text."""
    personal = [each for each in verdicts if each.label.is_personal]
    harmless = [each for each in verdicts if not each.label.is_personal]
    parts = [format_totals(verdicts)]
    for title, key in (
        ("recall by shape", lambda label: f"{label.language} {label.shape}"),
        ("recall by context", lambda label: f"{label.language} {label.context}"),
    ):
        groups = group_verdicts(personal, key)
        rows = [
            f"  {name:32} {each.there:6} {format_share(each.right, each.there):>7}" for name, each in groups.items()
        ]
        parts.append("\n".join([title, *rows]))
    groups = group_verdicts(harmless, lambda label: f"{label.language} {label.shape}")
    rows = [f"  {name:32} {each.there:6} {each.errors:6} {each.findings:6}" for name, each in groups.items()]
    parts.append("\n".join(["harmless: lines, stopped, told of", *rows]))
    return "\n\n".join(parts)


def format_misses(verdicts: Iterable[Verdict]) -> str:
    """Write the lines that did not come out as they should."""
    rows = []
    for verdict in verdicts:
        label = verdict.label
        if not verdict.is_right:
            what = "missed" if label.is_personal else "stopped" if verdict.has_error else "told of"
            text = label.text.replace("\n", "\\n").replace("\t", "\\t")
            rows.append(f"{what}: {label.language} {label.shape} {label.context} [{label.outcome}]: {text}")
    return "\n".join(rows)


def format_table(verdicts: Sequence[Verdict]) -> str:
    """Write the table of docs/checks.md."""
    lines = [f"| in {len(verdicts):,} lines | Chinese | found | English | found |", "|---|--:|--:|--:|--:|"]
    by_shape = group_verdicts(
        (each for each in verdicts if each.label.is_personal), lambda x: f"{x.language} {x.shape}"
    )
    empty = Figures(0, 0, 0, 0)
    for shape in SHAPES:
        zh, en = (by_shape.get(f"{language} {shape}", empty) for language in ("zh", "en"))
        cells = " | ".join(f"{each.there} | {format_share(each.right, each.there)}" for each in (zh, en))
        lines.append(f"| {shape} | {cells} |")
    totals = {(name, which): each for name, which, each in list_totals(verdicts)}
    for origin in ("generated", "hand-written"):
        for name, title in (("promised", "all but further kinds"), ("further", "further kinds")):
            each = [totals[name, f"{origin}, {language}"] for language in ("zh", "en")]
            cells = " | ".join(f"{figures.there} | {format_share(figures.right, figures.there)}" for figures in each)
            lines.append(f"| {title}, {origin} | {cells} |")
        each = [totals["harmless", f"{origin}, {language}"] for language in ("zh", "en")]
        cells = " | ".join(f"{figures.there} | {format_share(figures.errors, figures.there)}" for figures in each)
        lines.append(f"| harmless, {origin}: wrongly stopped | {cells} |")
    return "\n".join(lines)
