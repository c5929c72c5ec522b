"""What the generators really make of the sites in tests/migrating/addresses: `python -m tests.migrating.old_addresses`.

Each file there is a small site that is all addresses, and the addresses that its generator gave to its pages. This runs
the generators (`hugo`, `jekyll`, and `eleventy` of npm, each where it is on the PATH) on the sites and writes the
addresses anew; without them the files stay as they are. The tests only read the files.
"""

import html
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import unquote, urlsplit

from tests.sites import write

FOLDER = Path(__file__).parent / "addresses"
SOURCE = '<meta name="src" content="{{ with .File }}{{ .Filename }}{{ end }}">\n'
RUBY = """[:pages, :documents].each do |kind|
  Jekyll::Hooks.register(kind, :post_write) { |page| puts "MADE\\t#{page.relative_path}\\t#{page.url}" }
end
"""


def of_hugo(site: Path, out: Path) -> Iterator[tuple[str, str]]:
    """Build a site with Hugo, drafts too, by templates that say which file a page is made of."""
    names = ("all", "home", "index", "page", "list", "single", "section", "taxonomy", "term")
    write(site / "layouts", {f"{name}.html": SOURCE for name in names})
    run(["hugo", "--source", str(site), "--destination", str(out), "-D", "-E", "-F"], site)
    pages: dict[str, str] = {}
    aliases: dict[str, str] = {}
    for file in sorted(out.rglob("*.html")):
        text = file.read_text("utf-8")
        address = "/" + re.sub(r"(^|/)index\.html$", r"\1", file.relative_to(out).as_posix())
        found = re.search(r'name="src" content="(.*?)"', text)
        canonical = re.search(r'rel="?canonical"? href="([^"]*)"', text)
        if found and found[1]:
            pages[address] = os.path.relpath(html.unescape(found[1]), site)
        elif canonical:
            aliases[address] = unquote(urlsplit(canonical[1]).path)
    yield from pages.items()
    yield from ((address, pages[target]) for address, target in aliases.items() if target in pages)


def of_jekyll(site: Path, out: Path) -> Iterator[tuple[str, str]]:
    """Build a site with Jekyll, drafts too, by a plug-in that says which file a page is made of."""
    write(site, {"_plugins/made.rb": RUBY})
    said = run(["jekyll", "build", "--drafts", "--future", "--unpublished", "-d", str(out)], site)
    for line in said.splitlines():
        if line.startswith("MADE\t"):
            _, path, address = line.split("\t")
            yield re.sub(r"(^|/)index\.html$", r"\1", unquote(address)), path.lstrip("/")


def of_eleventy(site: Path, out: Path) -> Iterator[tuple[str, str]]:
    """Let Eleventy say what it would build."""
    said = run(["eleventy", "--to=json", "--quiet", f"--output={out}"], site)
    for each in json.loads(said[said.index("[") :]):
        if each["url"]:
            yield re.sub(r"(^|/)index\.html$", r"\1", unquote(each["url"])), os.path.normpath(each["inputPath"])


GENERATORS = {"hugo": of_hugo, "jekyll": of_jekyll, "eleventy": of_eleventy}


def run(command: list[str], site: Path) -> str:
    """Run a generator; its time zone is UTC."""
    done = subprocess.run(
        command, cwd=site, env=os.environ | {"TZ": "UTC"}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{command[0]}: {done.stdout}{done.stderr}")
    return done.stdout


def sites() -> dict[str, dict[str, Any]]:
    """Read the sites."""
    return {file.stem: json.loads(file.read_text("utf-8")) for file in sorted(FOLDER.glob("*.json"))}


def main() -> None:
    """Write the addresses anew, where the generators are."""
    for name, site in sites().items():
        if shutil.which(site["kind"]) is None:
            continue
        with TemporaryDirectory() as folder:
            root = write(Path(folder).resolve() / "old", site["files"])
            found = dict(GENERATORS[site["kind"]](root, Path(folder).resolve() / "out"))
        site["addresses"] = {address: path for address, path in sorted(found.items()) if path in site["files"]}
        (FOLDER / f"{name}.json").write_text(json.dumps(site, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
