"""Small old sites in tests/golden/migrate-*: what comes of each, word for word; a new case adds no code.

    tests/golden/NAME/kind           the generator
    tests/golden/NAME/old/…          the old site
    tests/golden/NAME/expected/      `content/…`, the new site's texts byte for byte and the names of its other files;
                                     `report.en.md`, `report.zh.md`, the account in both languages

    BULLETIN_GOLDEN=write pytest tests/migrating/test_migrate_golden.py

writes `expected/` anew and fails: look at the diff, then run it again without.
"""

import os
import re
import shutil
from pathlib import Path

import pytest

from site_builder.cli.commands import main
from tests.migrating.test_migrate import AT
from tests.sites import broken_links, made, tree

GOLDEN = Path(__file__).parents[1] / "golden"
CASES = sorted(file.parent.name for file in GOLDEN.glob("*/kind"))
WRITE = os.environ.get("BULLETIN_GOLDEN") == "write"
TEXTS = (".md", ".toml")


def test_there_are_cases() -> None:
    assert len(CASES) >= 3


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_case(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = GOLDEN / name
    shutil.copytree(case / "old", tmp_path / "old")
    monkeypatch.chdir(tmp_path)
    found: dict[str, bytes] = {}
    for lang in ("en", "zh"):
        kind = (case / "kind").read_text("utf-8").strip()
        with pytest.raises(SystemExit) as ended:
            main(["migrate", kind, "old", "--site", f"new-{lang}", "--lang", lang])
        assert ended.value.code == 0
        found[f"report.{lang}.md"] = (tmp_path / f"new-{lang}/migration-report.md").read_bytes()
    assert tree(tmp_path / "new-en/content") == tree(tmp_path / "new-zh/content")
    for path, data in tree(tmp_path / "new-en/content").items():
        found[f"content/{path}"] = data if path.endswith(TEXTS) else b""
    if WRITE:
        shutil.rmtree(case / "expected")
        for path, data in found.items():
            (case / "expected" / path).parent.mkdir(parents=True, exist_ok=True)
            (case / "expected" / path).write_bytes(data)
        pytest.fail("the expectation was written anew: look at the diff, then run this without BULLETIN_GOLDEN")
    assert found == tree(case / "expected")
    output = made(tmp_path / "new-en", at=AT)
    base = re.search(r'base_url = "(.*)"', (tmp_path / "new-en/content/site.toml").read_text("utf-8"))
    assert base is not None
    assert broken_links(output, base[1]) == []
