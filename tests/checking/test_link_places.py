"""Links that lead nowhere, among code, comments and text of the same words: each is told at its own line."""

import random
from collections import defaultdict
from pathlib import Path

import pytest

from tests.lengths import SEED, choose_length
from tests.sites import PLAIN_TOML, run, write

HEAD = "---\ntitle: A\n---\n\n"
# Parts of a body, each with the line (from 0) of its link, or -1 where it has none.
PARTS = [
    ("见[办法](missing.md)。", 0),
    ("第一行\n见[办法](missing.md)与[表](https://example.org/missing.md)", 1),
    ("文\n[办法][r%d]\n\n[r%d]: missing.md", 3),
    ("- 一\n- [二](missing.md)", 1),
    ("> [引](missing.md)", 0),
    ("| a | b |\n|---|---|\n| c | [d](missing.md) |", 2),
    ("<a href='missing.md'>x</a>", 0),
    ("<a title='t'\n href='missing.md'>x</a>", 1),
    ("`[办法](missing.md)`", -1),
    ("<!-- [办法](missing.md) -->", -1),
    ("文（missing.md）与 missing.md", -1),
    ("\\[办法](missing.md)", -1),
    ("~~~\n[办法](missing.md)\n~~~", -1),
    ("<pre>[办法](missing.md)</pre>", -1),
]


@pytest.mark.slow
def test_every_link_that_leads_nowhere_is_told_at_its_line(tmp_path: Path) -> None:
    chance = random.Random(SEED)  # noqa: S311 - nothing secret
    expected: dict[str, list[int]] = defaultdict(list)
    files: dict[str, str | bytes] = {"content/site.toml": PLAIN_TOML}
    for number in range(choose_length(40, 1000)):
        path, text = f"content/news/2024-01-01-n{number}.md", HEAD
        for place in range(chance.randrange(2, 9)):
            part, line = chance.choice(PARTS)
            if line >= 0:
                expected[path].append(text.count("\n") + line + 1)
            text += part.replace("%d", str(place)) + "\n\n"
        files[path] = text
    found: dict[str, list[int]] = defaultdict(list)
    for each in run(write(tmp_path, files)).problems:
        if each.rule == "link":
            found[each.path].append(each.line)
    assert found == expected
