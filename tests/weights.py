"""How much a page weighs before its first view: `python -m tests.weights` writes the table into docs/evidence.md.

Counted are the page, the stylesheets and the scripts that it names, each as `gzip -9` sends it; no pictures, for which
every page of the table is chosen to have none, and neither a stylesheet for paper nor a deferred script, for which no
browser waits.
"""

import gzip
import re
import sys
import tempfile
from pathlib import Path

from site_builder.building.build import build
from site_builder.building.session import Options
from site_builder.editing.new_site.init import init_site

ROOT = Path(__file__).parents[1]
EVIDENCE = ROOT / "docs/evidence.md"
BEGIN, END = "<!-- page weights -->\n", "<!-- /page weights -->\n"
AT = "2026-01-15"
MOST = 14 * 1024
LOADED = re.compile(r'<(?:link rel="stylesheet" href|script src)="([^"]+)"')
# A page of each family, the heaviest of its kind in the demonstration or near it.
FAMILIES = {
    "home": "",
    "item": "news/2023/stone-bridge-meeting/",
    "community": "communities/ferry-street/",
    "year of a community": "communities/ferry-street/2024/",
    "column": "news/",
    "communities": "communities/",
    "by date": "dates/",
    "year": "2024/",
    "month": "2024/05/",
    "commitments": "commitments/",
    "changes": "changes/",
    "search": "search/",
    "plain page": "genuine/",
    "accessibility": "accessibility/",
}


def demonstration(folder: Path) -> Path:
    """Build the demonstration below a folder and give its output."""
    init_site(folder / "site", demo=True)
    report = build(Options(site=folder / "site", output=folder / "site/public", at=AT, now=0))
    assert report.problems == ()
    return folder / "site/public"


def weights(output: Path, address: str) -> dict[str, int]:
    """Give the compressed bytes of a page, of its styles, of its scripts, and their sum."""
    page = (output / address / "index.html").read_bytes()
    files = [output / each.lstrip("/") for each in LOADED.findall(page.decode())]
    sizes = {"page": packed(page), "style": 0, "script": 0}
    for file in files:
        sizes["style" if file.suffix == ".css" else "script"] += packed(file.read_bytes())
    return sizes | {"sum": sum(sizes.values())}


def packed(data: bytes) -> int:
    """Give the bytes that go over the line."""
    return len(gzip.compress(data, 9, mtime=0))


def table(output: Path) -> str:
    """Write the table of all families in both languages, in KB of 1,024 bytes."""
    lines = ["| page (English / Chinese) | HTML | style | script | sum |", "|---|---:|---:|---:|---:|"]
    for name, address in FAMILIES.items():
        both = [weights(output, prefix + address) for prefix in ("", "zh/")]
        cells = [" / ".join(f"{each[part] / 1024:.1f}" for each in both) for part in ("page", "style", "script", "sum")]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def between(text: str, begin: str, found: str, end: str) -> str:
    """Put a table in the place of the one between two marks."""
    before, _, rest = text.partition(begin)
    return before + begin + found + end + rest.partition(end)[2]


def main() -> None:
    """Renew the table in docs/evidence.md."""
    with tempfile.TemporaryDirectory() as folder:
        found = table(demonstration(Path(folder)))
    EVIDENCE.write_text(between(EVIDENCE.read_text("utf-8"), BEGIN, found, END), "utf-8", newline="\n")
    sys.stdout.write(found)


if __name__ == "__main__":
    main()
