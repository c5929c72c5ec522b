"""The few words that stand for a body: its first paragraph, cut where a reader would."""

import pytest

from site_builder.markdown.summary import LONGEST, summarise
from site_builder.model import Prose

LONG = "We went to the market and saw the new stalls. " * 8
HAN = "走访组来到社区服务中心，听取居民意见。"


@pytest.mark.parametrize(
    ("html", "summary"),
    [
        ("", ""),
        ("<h2>Heading</h2><p>First &amp; <em>best</em>.</p><p>Second.</p>", "First & best."),
        ('<p></p><p class="x">Second.</p>', "Second."),
        ('<p>Word<sup id="fnref:1"><a href="#fn:1">1</a></sup>.</p>', "Word."),
        ('<p><span class="visually-hidden">Done: </span>☑ yes</p>', "☑ yes"),
        ("<p>one\n two</p>", "one two"),
    ],
)
def test_first_paragraph_as_plain_text(html: str, summary: str) -> None:
    assert summarise(Prose(html)) == summary


@pytest.mark.parametrize(
    ("text", "end"), [(LONG, "stalls."), (HAN * 20, "。"), ("走访，" * 100, "访…"), ("x" * 500, "x…")]
)
def test_long_paragraph_is_cut_at_a_sentence_or_clause(text: str, end: str) -> None:
    summary = summarise(Prose(f"<p>{text}</p>"))
    assert summary.endswith(end)
    assert text.startswith(summary.rstrip("…"))
    assert LONGEST // 4 < len(summary) <= LONGEST


def test_han_counts_double() -> None:
    assert len(summarise(Prose(f"<p>{HAN * 20}</p>"))) <= LONGEST // 2


def test_point_within_a_number_ends_no_sentence() -> None:
    text = "It cost 3.5 million yuan and took " + "a long time " * 30
    assert summarise(Prose(f"<p>{text}</p>")).endswith("…")
