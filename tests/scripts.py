"""Makes the scripts that are served of the ones people read; `python -m tests.scripts` renews templates/static/*.js.

Node's terser takes out comments and spaces and shortens names; nothing newer than ECMAScript 2018 comes out that did
not go in. What it makes is kept in the repository: whoever builds a site needs no Node.
"""

import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
SOURCES = HERE.parent / "templates/_scripts"
SERVED = HERE.parent / "templates/static"
TERSER = HERE / "browser/node_modules/terser/bin/terser"
OPTIONS = ("--ecma", "2018", "--toplevel", "--compress", "passes=2", "--mangle", "--format", "ascii_only=true")


def small(source: Path) -> bytes:
    """Give a script as it is served."""
    node = shutil.which("node")
    assert node, "Node is missing; `make test` installs it, or says how"
    assert TERSER.is_file(), "terser is missing; `sh tests/browser/setup.sh` installs it"
    done = subprocess.run([node, TERSER, source, *OPTIONS], capture_output=True, check=True)
    return done.stdout


def main() -> None:
    """Renew the scripts, and say how small they are."""
    for source in sorted(SOURCES.glob("*.js")):
        made = small(source)
        (SERVED / source.name).write_bytes(made)
        sys.stdout.write(f"{source.name}: {source.stat().st_size:,} -> {len(made):,} bytes\n")


if __name__ == "__main__":
    main()
