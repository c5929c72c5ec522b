"""Measures the real command over townships of several sizes: builds of each kind of edit, and the preview.

    python -m tests.benchmarks.bench [--sizes 1000,10000] [--work DIR] [--json FILE]

Nothing is asserted: this says how long things take on one machine on one day. So that numbers of two machines can be
compared, the same run also times what any command in Python costs at least: a start of Python that does nothing, and
one that asks the system for the stamp of every source file.

- Times are whole processes, from before the start to after the end, in a folder on a real disk (default: below
  ~/.cache; /tmp is often memory). The sources have just been written, so the system has them in memory: these are the
  times of someone at work, not of a machine that has just been switched on.
- Every command is `bulletin build SITE --report json`, without `--at`, as a user or a server would start it.
- Between an edit and its build lie PAUSE seconds. A source changed less than two seconds before a build may change
  again without its stamp telling ("racily clean"), so such a build does not remember that it may be believed: the next
  would read that file again, and a build with nothing to do would not be one. With the pause each build does all of its
  own work and none that another left to it.
- Peak memory is that of the largest single process, see processes.py; it is taken from one more, untimed run.
- The preview is asked for one page over and over while it builds, which takes part of its time away; it closes every
  connection after its answer, so each question is a new one. A save is a plain write in place.
"""

import argparse
import json
import os
import platform
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from site_builder.building.theme import find_default_theme
from tests.benchmarks.items import Item, write_item, write_site
from tests.benchmarks.preview import Preview
from tests.benchmarks.processes import run

WORK = Path.home() / ".cache/township-bulletin-bench"
PAUSE = 2.2
BULLETIN = Path(sys.executable).with_name("bulletin")
STAT = "import os, sys\nfor line in open(sys.argv[1], encoding='utf-8'):\n    os.stat(line[:-1])\n"
COUNTS = ("parsed", "rendered", "written")
Found = dict[str, Any]


class Town:
    """A township in a folder of its own: what is done to it, and how long builds of that take."""

    def __init__(self, work: Path, size: int) -> None:
        self.size = size
        self.site = work / f"site-{size}"
        self.out = work / "out.txt"
        shutil.rmtree(self.site, ignore_errors=True)
        self.bytes = write_site(self.site, size)
        self.template = self.site / "templates/item.html"
        self.template.parent.mkdir()
        shutil.copyfile(find_default_theme() / "item.html", self.template)

    def measured(self, edit: Callable[[int], object], runs: int, pause: float = PAUSE) -> Found:
        """Edit and build a number of times; then once more, to see the memory."""
        seconds = []
        for n in range(runs + 1):
            edit(n)
            time.sleep(pause)
            done = run([BULLETIN, "build", self.site, "--report", "json"], self.out, watched=n == runs)
            if n < runs:
                seconds.append(done.seconds)
        report = json.loads(done.out)
        return spread(seconds) | {"mib": done.mib} | {name: report[name] for name in COUNTS}

    def nothing(self, _: int) -> None:
        """Leave all as it is."""

    def forget(self, _: int) -> None:
        """Throw away what builds left."""
        for name in ("public", ".bulletin"):
            shutil.rmtree(self.site / name, ignore_errors=True)

    def body(self, n: int) -> None:
        """Change a word in the body of an item of middle age."""
        self.change(self.size // 2 + n, "**", f"**{n} ")

    def title(self, n: int) -> None:
        """Change the title of an item of middle age."""
        self.change(self.size // 2 + 20 + n, 'title: "', f'title: "{n} ')

    def newest(self, n: int) -> None:
        """Add an item that is newer than all."""
        write_item(self.site, Item(self.size + n, self.size))

    def look(self, n: int) -> None:
        """Change what the template of items writes, by a space."""
        own = (find_default_theme() / "item.html").read_text("utf-8")
        self.template.write_text(own.replace("<article", f"<article{' ' * (n + 1)}"), "utf-8", newline="\n")

    def change(self, n: int, old: str, new: str) -> None:
        """Change the text of an item."""
        item = Item(n, self.size)
        (self.site / item.path).write_bytes(item.text().replace(old, new, 1).encode())

    def previewed(self) -> Found:
        """Preview the site and save the newest English item again and again, another word in its body each time."""
        n = max(n for n in range(self.size) if Item(n, self.size).lang == "en")
        item = Item(n, self.size)
        with Preview(BULLETIN, self.site, f"news/{item.day.year}/notice-{n}/") as preview:
            saved = [preview.save(item.path, f"word{each}") for each in range(20)]
        return {"start": preview.start, "milliseconds": {name: value * 1000 for name, value in spread(saved).items()}}

    def floor(self) -> Found:
        """Time what any Python program costs at least."""
        files = self.out.with_name("sources.txt")
        sources = sorted(str(each) for each in (self.site / "content").rglob("*") if each.is_file())
        files.write_text("".join(f"{each}\n" for each in sources), "utf-8")
        commands: dict[str, list[str | Path]] = {"python": ["-c", "pass"], "stat": ["-c", STAT, files]}
        return {
            name: spread([run([sys.executable, *rest], self.out).seconds for _ in range(11)])
            for name, rest in commands.items()
        }


def spread(values: Sequence[float]) -> dict[str, float]:
    """Give median, lowest and highest."""
    return {"median": median(values), "lowest": min(values), "highest": max(values)}


def measure(work: Path, size: int) -> Found:
    """Measure everything of one size."""
    town = Town(work, size)
    time.sleep(PAUSE)
    cold = town.measured(town.forget, 3, pause=0)
    idle = town.measured(town.nothing, 11, pause=0)
    edits = {
        "cold": cold,
        "nothing": idle,
        "body": town.measured(town.body, 5),
        "title": town.measured(town.title, 5),
        "newest": town.measured(town.newest, 5),
        "template": town.measured(town.look, 3),
    }
    found = {"items": size, "bytes": town.bytes, "builds": edits, "floor": town.floor(), "preview": town.previewed()}
    shutil.rmtree(town.site)
    return found


ROWS = {
    "cold": "cold build",
    "nothing": "nothing changed",
    "body": "one body edited",
    "title": "one title edited",
    "newest": "newest item added",
    "template": "item template edited",
}


def table(found: Found) -> str:
    """Write what was found of one size for people."""
    lines = [f"{found['items']:,} items, {found['bytes'] / 1e6:.1f} MB of Markdown"]
    lines += [
        f"{'':<22}{'median':>9}{'lowest':>9}{'highest':>9} s {'parsed':>9}{'rendered':>9}{'written':>9}{'MiB':>7}"
    ]
    for name, label in ROWS.items():
        build = found["builds"][name]
        times, counts = times_of(build, 3), "".join(f"{build[each]:>9,}" for each in COUNTS)
        lines.append(f"{label:<22}{times}   {counts}{build['mib']:>7.0f}")
    floor, idle = found["floor"], found["builds"]["nothing"]["median"]
    for name, label in (("python", "python -c pass"), ("stat", "the same + os.stat")):
        ratio = idle / floor[name]["median"]
        lines.append(f"{label:<22}{times_of(floor[name], 3)}   nothing changed takes {ratio:.1f} times that")
    preview = found["preview"]
    lines += [f"{'preview: saved, shown':<22}{times_of(preview['milliseconds'], 0)} ms"]
    lines += [f"{'preview: first shown':<22}{preview['start']:>9.3f}"]
    return "\n".join(lines) + "\n"


def times_of(spread: dict[str, float], digits: int) -> str:
    """Write median, lowest and highest."""
    return "".join(f"{spread[each]:>9.{digits}f}" for each in ("median", "lowest", "highest"))


def machine() -> Found:
    """Say on what this runs."""
    return {"system": platform.platform(), "processors": os.cpu_count(), "python": platform.python_version()}


def main() -> None:
    """Measure the sizes asked for."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.bench", description="Measures builds and preview."
    )
    parser.add_argument("--sizes", default="1000,10000", help="numbers of items, with commas between them")
    parser.add_argument("--work", type=Path, default=WORK, help="a folder on a real disk (default: %(default)s)")
    parser.add_argument("--json", type=Path, help="where the numbers go; else they follow the tables")
    asked = parser.parse_args()
    asked.work.mkdir(parents=True, exist_ok=True)
    about = machine()
    say(f"{about['system']}, {about['processors']} processors, Python {about['python']}; sites in {asked.work}\n\n")
    sizes = []
    for size in map(int, asked.sizes.split(",")):
        sizes.append(measure(asked.work.resolve(), size))
        say(f"{table(sizes[-1])}\n")
    text = json.dumps({"machine": about, "sizes": sizes}, indent=1) + "\n"
    if asked.json:
        asked.json.write_text(text, "utf-8", newline="\n")
    else:
        say(text)


def say(text: str) -> None:
    """Print at once."""
    sys.stdout.write(text)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
