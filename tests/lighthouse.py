"""What Lighthouse says of the demonstration on a phone: `python -m tests.lighthouse` writes it into docs/evidence.md.

The site is published, and served by the real nginx with what `serverconfig` prints, compressed as for readers.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from msgspec import Struct, convert

from site_builder.editing.new_site.init import init_site
from tests.conftest import chromium_path
from tests.publishing.servers import command, free_port, get, nginx_running
from tests.weights import AT, EVIDENCE, between

SCRIPT = Path(__file__).parent / "browser/lighthouse.mjs"
BEGIN, END = "<!-- lighthouse -->\n", "<!-- /lighthouse -->\n"
PAGES = {
    "home": "",
    "item": "news/2023/stone-bridge-meeting/",
    "community": "communities/stone-bridge/",
    "date": "2024/05/",
    "search": "search/",
}
WHOLE = {"accessibility": 100, "best-practices": 100, "seo": 100}


class Judged(Struct, frozen=True):
    """A page, its scores from 0 to 100, the audits short of what they weigh, what kept it from being judged."""

    url: str
    scores: dict[str, int]
    short: list[tuple[str, str, str, object]]
    problem: str | None = None


def judged(folder: Path) -> tuple[Judged, ...]:
    """Publish the demonstration below a folder and have it judged, a page of each kind."""
    url = f"http://127.0.0.1:{free_port()}/"
    site = folder / "site"
    init_site(site, demo=True)
    toml = site / "content/site.toml"
    text = toml.read_text("utf-8").replace("https://willow-ferry.example.org/", url)
    toml.write_text(f'{text}\n[publish.live]\nto = "file://{folder}/srv"\n', "utf-8")
    done = command("publish", "--site", site, "--at", AT)
    assert done.exit_code == 0, done.output
    config = command("serverconfig", "nginx", "--site", site, "--at", AT).stdout
    with nginx_running(folder / "nginx", config):
        assert get(url, Accept_Encoding="gzip")["content-encoding"] == "gzip"
        return by_lighthouse([url + address for address in PAGES.values()])


def by_lighthouse(urls: list[str]) -> tuple[Judged, ...]:
    """Have Lighthouse look at pages, one after the other in one Chromium."""
    node, path = shutil.which("node"), chromium_path()
    assert node, "Node is missing; `make test` installs it, or says how"
    assert path, "Chromium is missing; `make test` installs it, or says how"
    done = subprocess.run([node, SCRIPT, path, *urls], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return convert(json.loads(done.stdout), tuple[Judged, ...])


def table(pages: tuple[Judged, ...]) -> str:
    """Write the scores of all pages."""
    names = ["accessibility", "best-practices", "seo", "performance"]
    lines = ["| page | accessibility | best practices | SEO | performance |", "|---|---:|---:|---:|---:|"]
    for name, page in zip(PAGES, pages, strict=True):
        lines.append(f"| {name} | {' | '.join(str(page.scores[each]) for each in names)} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Renew the table in docs/evidence.md."""
    with tempfile.TemporaryDirectory() as folder:
        found = table(judged(Path(folder)))
    EVIDENCE.write_text(between(EVIDENCE.read_text("utf-8"), BEGIN, found, END), "utf-8", newline="\n")
    sys.stdout.write(found)


if __name__ == "__main__":
    main()
