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


PROSE = "为做好防汛工作，现将有关事项通知如下。"
TITLE = "关于做好防汛工作的通知"


@pytest.mark.parametrize(
    "opening",
    [
        ["太阳宫地区办事处文件", "太政发〔2024〕5号", TITLE, "各村（居）民委员会："],
        [f"太阳宫地区办事处文件太政发〔2024〕5号{TITLE}各村（居）民委员会："],
        ["太阳宫地区办事处文件<br>\n太政发〔2024〕5号 签发人：王某某", "尊敬的居民朋友们："],
        ["柳渡乡人民政府办公室", "柳政办函[2024] 12 号", "关于做好 2024 年防汛工作的通知"],
        ["各有关单位，驻区企业：", "停水范围："],
        [f"{TITLE}"],
        ["FERRY notice"],
        ["FERRY TOWNSHIP COUNCIL", "Document No. 5 of 2024", "Dear residents,"],
        ["Ref. No. 12/2024", "To all households in East Hamlet:"],
    ],
)
def test_what_opens_a_document_is_no_summary(opening: list[str]) -> None:
    title = "FERRY notice" if opening == ["FERRY notice"] else TITLE
    paragraphs = "".join(f"<p>{each}</p>" for each in opening)
    assert summarise(Prose(f"{paragraphs}<p>{PROSE}</p>"), title) == PROSE
    assert summarise(Prose(paragraphs), title) == ""
    if opening[-1].endswith("各村（居）民委员会："):
        joined = paragraphs.removesuffix("</p>") + f"{PROSE}</p>"
        assert summarise(Prose(joined), title) == PROSE


@pytest.mark.parametrize(
    "prose",
    [
        "根据太政发〔2024〕5号文件，决定停水。",
        "太政发〔2024〕5号文件规定停水。",
        "各村共收到120件，办结118件。",
        "各项工作：已完成。",
        "根据安排，现将有关事项通知如下：",
        "The following roads are closed:",
        "To the east: a bridge.",
        "NO WATER TODAY!",
        "Ferry works go on.",
        "Dear to all of us is the old bridge.",
        "关于停水，有三点要说。",
    ],
)
def test_prose_that_begins_with_such_words_is_one(prose: str) -> None:
    for title in ("", "Ferry works", "关于停水", "太政发"):
        assert summarise(Prose(f"<p>{prose}</p><p>二</p>"), title) == prose
