"""Bodies that would take minutes to convert -> a Problem at their place; converts nothing itself.

Python-Markdown looks from every open bracket to its end, and copies a paragraph at every mark in it, so that some
bodies cost the square of their length. The limits let through whatever takes under two seconds.
"""

import re
from bisect import bisect_left

from site_builder.decoding import find_place
from site_builder.problem import Place, Problem, make_problem

LONGEST_LINE = 20_000
DEEPEST = 50
# How many characters may be looked at in vain, all brackets and marks together: a million takes up to 0.5 s.
MOST_WORK = 3_000_000
# Marks at the start of a line cost a quarter of a bracket.
MARK_SHARE = 4
# For each sign that is read a paragraph is copied.
SIGN_SHARE = 300
MOST_LINES = 40_000
MOST_PARAGRAPHS = 15_000
MOST_SIGNS = 50_000
# The rules look at each of them: that is a long novel.
MOST_CHARACTERS = 300_000
SIGNS = "[]*_^~`<&\\|!"

CONTAINER = r"(?:>|[-+*:][ \t]|\d+\.[ \t])"
# With the end of the line above, which is quick to look for.
NESTED = re.compile(
    rf"\n(?:(?![-*_ \t]+(?:\n|\Z))(?:[ \t]*{CONTAINER}){{{DEEPEST + 1}}}"
    rf"|(?:    |\t){{{DEEPEST}}}[ \t]*(?:{CONTAINER}|!!!))"
)
PARAGRAPH = re.compile(r"\n[ \t]*\n")
LINE_MARK = re.compile(r"^[ \t]*(?:[#＃:]|!!!|\*?\[|[=-]+[ \t]*$|(?:[-*_][ \t]*+){3,}+$)", re.MULTILINE)
BRACKET = re.compile(r"\]\(|[][()]")
TAG = re.compile(r"<[A-Za-z/!?]")
BACKTICKS = re.compile("`+")
# Signs within words, which may begin and end something: their ends are looked for up to that of the list's entry, the
# table's row or the paragraph. They cost half a bracket.
INNER_SIGN = re.compile(r"(?<=\S)(?<![~^*])[~^*]+(?=\S)")
PIECE = re.compile(r"^(?=[ \t]*(?:[-+*]|\d+\.)[ \t]|.*\|)", re.MULTILINE)
INNER_SHARE = 2
LEAST_WORK = 100_000
# Beginnings of what may be deleted and lowered at once, for whose end the extension looks up to the paragraph's.
THREE_SIGNS = re.compile(r"~{3,}|\^{3,}")


def check_limits(path: str, text: str, body_offset: int) -> Problem | None:
    """Refuse a body that no converter takes in reasonable time: a long line, deep nesting, brackets without end."""
    body = text[body_offset:]
    if len(body) <= DEEPEST:
        return None
    if len(body) > MOST_CHARACTERS:
        return make_length_problem(find_place(path, text, body_offset))
    found = find_long_line(body)
    if found is not None:
        return make_long_line_problem(find_place(path, text, body_offset + found))
    nested = NESTED.search(f"\n{body}")
    if nested:
        return make_nesting_problem(find_place(path, text, body_offset + nested.start()))
    found = find_excess_work(body)
    if found is not None:
        return make_work_problem(find_place(path, text, body_offset + found))
    return make_count_problem(find_place(path, text, body_offset)) if has_too_many(body) else None


def find_long_line(body: str) -> int | None:
    """Find the first line that is too long."""
    if len(body) <= LONGEST_LINE:
        return None
    start = 0
    for line in body.split("\n"):
        if len(line) > LONGEST_LINE:
            return start
        start += len(line) + 1
    return None


def find_excess_work(body: str) -> int | None:
    """Find the paragraph at which the work of looking for the ends of brackets and marks goes beyond its limit."""
    count = 3 * body.count("[") + body.count("<") + sum(map(body.count, "`~^*&")) + body.count("\n") // MARK_SHARE
    if count * len(body) <= MOST_WORK:
        return None
    # Every mention of a footnote is looked for among all the others.
    work = body.count("[^") ** 2 // 2
    for tag in TAG.finditer(body):
        end = body.find(">", tag.start())
        work += (len(body) if end < 0 else end) - tag.start()
        if work > MOST_WORK:
            return tag.start()
    start = 0
    for end in [*(found.start() for found in PARAGRAPH.finditer(body)), len(body)]:
        work += estimate_paragraph_work(body[start:end])
        if work > MOST_WORK:
            return len(body) - len(body[start:].lstrip())
        start = end
    return None


def estimate_paragraph_work(text: str) -> int:
    """Estimate how many characters are looked at to find what belongs together in a paragraph."""
    marks = text.count("[^") + len(THREE_SIGNS.findall(text)) + len(LINE_MARK.findall(text)) // MARK_SHARE
    runs = 0 if is_code_closed(text) else len(BACKTICKS.findall(text))
    work = (marks + runs) * len(text)
    if len(text) > LONGEST_LINE // 2 or len(INNER_SIGN.findall(text)) * len(text) > LEAST_WORK:
        work += sum(map(estimate_sign_work, PIECE.split(text)))
    return work + (estimate_bracket_work(text) if "[" in text else 0)


def estimate_sign_work(text: str) -> int:
    """Estimate how many characters are looked at for the signs in a list's entry, a table's row or a paragraph."""
    return len(text) * (len(INNER_SIGN.findall(text)) // INNER_SHARE + sum(map(text.count, SIGNS)) // SIGN_SHARE)


def is_code_closed(text: str) -> bool:
    """Tell whether on each line of a paragraph all code begins and ends with as many backticks."""
    if "`" not in text:
        return True
    runs = [[len(run) for run in BACKTICKS.findall(line)] for line in text.split("\n")]
    return all(len(each) % 2 == 0 and len(set(each)) <= 1 for each in runs)


def estimate_bracket_work(text: str) -> int:
    """Sum the distances from opening brackets to their ends, or to the end of the text."""
    work = 0
    squares: list[int] = []
    rounds: list[int] = []
    ends: list[int] = []
    for found in BRACKET.finditer(text):
        sign, at = found[0], found.start()
        if sign == "[":
            squares.append(at)
        elif sign == ")":
            ends.append(at)
        elif sign != "(":
            work += at - squares.pop() if squares else 0
            if sign == "](":
                rounds.append(at)
    for at in rounds:
        index = bisect_left(ends, at)
        work += (ends[index] if index < len(ends) else len(text)) - at
    return work + sum(len(text) - at for at in squares)


def has_too_many(body: str) -> bool:
    """Tell whether a body has more lines, paragraphs or marks than any item has."""
    if len(body) <= MOST_PARAGRAPHS:
        return False
    lines, paragraphs = body.count("\n"), body.count("\n\n")
    return lines > MOST_LINES or paragraphs > MOST_PARAGRAPHS or sum(map(body.count, SIGNS)) > MOST_SIGNS


def make_length_problem(start: Place) -> Problem:
    """Say that a body is too long."""
    message = "the text is too long: it has more than {characters} characters"
    hint = "divide it into several items, or attach the long part as a file of its own"
    return make_problem("error", "size", start, message, hint, characters=f"{MOST_CHARACTERS:,}")


def make_count_problem(start: Place) -> Problem:
    """Say that a body has too many lines, paragraphs or marks."""
    return make_problem(
        "error",
        "size",
        start,
        "the text is too long: it has more than {lines} lines, {paragraphs} paragraphs or {signs} special characters",
        "divide it into several items, or attach the long part as a file of its own",
        lines=f"{MOST_LINES:,}",
        paragraphs=f"{MOST_PARAGRAPHS:,}",
        signs=f"{MOST_SIGNS:,}",
    )


def make_long_line_problem(where: Place) -> Problem:
    """Say that a line is too long."""
    return make_problem(
        "error",
        "size",
        where,
        "the line has more than {limit} characters",
        "divide it into paragraphs, with an empty line between them",
        limit=f"{LONGEST_LINE:,}",
    )


def make_nesting_problem(where: Place) -> Problem:
    """Say that lists or quotations stand too deep inside each other."""
    return make_problem(
        "error",
        "size",
        where,
        "lists or quotations stand more than {limit} deep inside each other here",
        "write the line with fewer signs or spaces at its start",
        limit=DEEPEST,
    )


def make_work_problem(where: Place) -> Problem:
    """Say that brackets are opened and not closed, or that a paragraph has too many marks."""
    return make_problem(
        "error",
        "size",
        where,
        "there are too many brackets ([, (, <) without an end, or too many marks in one paragraph, from here on",
        "close the brackets, and put an empty line between paragraphs",
    )
