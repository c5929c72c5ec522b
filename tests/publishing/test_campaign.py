"""Rounds of two or three publishers with copies of one folder, at random moments: nothing is lost unsaid.

An oracle keeps what everybody published and has had. Several short campaigns are run, each with chances of its own;
LONG=1 makes them a hundred rounds in all, ROUNDS says how many rounds each has, and SEED repeats a run.
"""

import json
import os
import random
import re
import shutil
import signal
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime
from hashlib import blake2b
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from site_builder.ledger import LEDGER
from site_builder.state_folder import SOURCE, WAS_LIVE
from tests.lengths import SEED, choose_length
from tests.publishing.towns import (
    FEE,
    SITE,
    Web,
    read_live_record,
    require_own_records,
    require_whole_release,
    run_apart,
)
from tests.sites import article, picture, write

if TYPE_CHECKING:
    import subprocess

pytestmark = pytest.mark.slow
CAMPAIGNS = ("1", "2", "3", "4")
ROUNDS = int(os.environ.get("ROUNDS", choose_length(8, 25)))
NAMES = ("anna", "ben", "carol")
STALL = "content/news/2024-01-03-fair/stall.png"
BROKEN = "content/news/2024-03-03-broken.md"
OVER = b"expires: 2024-03-01"
# Digests by path; of what was removed, "gone" and the release that did it: a removal may be unknown as well.
Sources = dict[str, str]


class Said(NamedTuple):
    """What a command came to."""

    status: int
    text: str
    report: dict[str, Any]


class Editor:
    """Somebody with a copy of the folder: what is done there, and what the oracle knows they have had."""

    def __init__(self, name: str, site: Path, live: Sources) -> None:
        self.name, self.site = name, site
        self.had: dict[str, set[str]] = defaultdict(set)
        self.note(live)
        self.conflicts: list[str] = []
        self.lost: list[str] = []

    def note(self, live: Sources) -> None:
        """Take note of what was live when a publish from here ended."""
        for path, version in live.items():
            self.had[path].add(version)

    def sources(self) -> tuple[Sources, set[str]]:
        """Give the digests of all that would be public, and the paths of what is over."""
        found, over = {}, set()
        for file in sorted(self.site.glob("*/**/*")):
            path = file.relative_to(self.site).as_posix()
            if path.startswith(("content/", "templates/")) and file.is_file() and "/_" not in path:
                if path in {LEDGER, BROKEN}:
                    continue
                data = file.read_bytes()
                if OVER in data:
                    over.add(path)
                else:
                    found[path] = blake2b(data, digest_size=16).hexdigest()
        return found, over

    def list_takedowns(self) -> set[str]:
        """Give the addresses that the ledger here takes down: also those of a takedown that was killed half way."""
        lines = map(json.loads, (self.site / LEDGER).read_text("utf-8").splitlines())
        return {line["address"] for line in lines if line["kind"] == "takedown"}

    def is_broken(self) -> bool:
        return (self.site / BROKEN).exists()

    def write(self, path: str, data: str | bytes) -> None:
        write(self.site, {path: data})


class Command(NamedTuple):
    """A command that an editor started."""

    editor: Editor
    words: tuple[str, ...]
    process: "subprocess.Popen[str]"
    sources: Sources
    over: set[str]
    takedowns: set[str]


class Campaign:
    """The target, the editors, chance, and the oracle: what has to be live."""

    def __init__(self, folder: Path, theme: Path, number: str) -> None:
        self.chance = random.Random(SEED + number)  # noqa: S311 - which edit is next
        self.log = [f"SEED={SEED}, campaign {number}"]
        self.web = Web(folder / "www")
        self.number = 0
        self.count: Counter[str] = Counter()
        site = write(
            folder / NAMES[0], {**first_sources(), "content/site.toml": SITE.format(to=f"file://{folder}/www")}
        )
        shutil.copytree(theme, site / "templates", dirs_exist_ok=True)
        self.down: set[str] = set()
        self.live: Sources = {}
        self.past: dict[str, Sources] = {}
        first = self.end(run_apart(site, "publish", "--report", "json"))
        assert first.status == 0, first
        for name in NAMES[1:]:
            shutil.copytree(site, folder / name)
        self.live = Editor("nobody", site, {}).sources()[0]
        self.current = first.report["release"]
        self.past[self.current] = self.live
        self.editors = [Editor(name, folder / name, self.live) for name in NAMES]
        self.require_whole(swept=True)

    def end(self, process: "subprocess.Popen[str]") -> Said:
        """Wait for a command: it says what it did, or in a sentence why not."""
        out, err = process.communicate(timeout=100)
        killed = process.returncode == -signal.SIGKILL
        assert "Traceback" not in err, err
        assert killed or process.returncode in {0, 1, 2, 3}, err
        assert killed or process.returncode == 0 or "error: " in err or "bulletin: " in err or '"gone"' in out, err
        return Said(process.returncode, err, json.loads(out) if out.strip() and not killed else {})

    def fresh(self) -> int:
        """Give a number that nobody had before."""
        self.number += 1
        return self.number

    def items(self, editor: Editor) -> list[str]:
        found = sorted((editor.site / "content/news").glob("*.md"))
        return [each.relative_to(editor.site).as_posix() for each in found if each.name != Path(BROKEN).name]

    def edit(self, editor: Editor) -> None:
        """Make a random change in somebody's folder."""
        n, item = self.fresh(), self.chance.choice(self.items(editor))
        title, settings = f"title: Item {Path(item).stem[11:]}", (editor.site / "content/site.toml").read_text("utf-8")
        changes: dict[str, tuple[int, str, str | bytes]] = {
            "item": (6, item, article(title, f"Text {n}.\n")),
            "new": (5, f"content/news/2024-04-01-new{n}.md", article(f"title: Item new{n}", f"Quite new {n}.\n")),
            "removal": (1, item, ""),
            "registry": (1, "content/communities.toml", f'[east]\nname = "East {n}"\n'),
            "settings": (1, "content/site.toml", f'title = "Ferry {n}"\n{settings.partition(chr(10))[2]}'),
            "template": (1, "templates/base.html", f"{{# {n} #}}{BASE}"),
            "style": (1, "templates/static/extra.css", f"p {{ color: black }} /* {n} */\n"),
            "picture": (1, STALL, picture(n % 250, 8 + n % 5)),
            "page": (2, "content/about.md", article("title: About", f"About us, {n}.\n")),
            "over": (1, item, article(f"{title}\n{OVER.decode()}", f"Text {n}.\n")),
            "error": (1, BROKEN, article("title: Broken\ndate: tomorrow")),
        }
        kind = self.chance.choices(list(changes), [weight for weight, *_ in changes.values()])[0]
        self.count[kind] += 1
        _, path, data = changes[kind]
        if kind == "removal":
            self.remove(editor, path)
        else:
            editor.write(path, data)

    def remove(self, editor: Editor, path: str) -> None:
        """Remove an item, and say so in the ledger."""
        (editor.site / path).unlink()
        self.give_up(editor, address_of(path))

    def give_up(self, editor: Editor, address: str) -> None:
        """Say in the ledger that an address is removed."""
        line = {"address": address, "kind": "removed", "published": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"}
        ledger = (editor.site / LEDGER).read_text("utf-8")
        editor.write(LEDGER, ledger + json.dumps({**line, "reason": "over"}) + "\n")

    def catch_up(self, editor: Editor) -> None:
        """Take over what is live of what was refused."""
        self.count["fetch"] += 1
        said = self.end(run_apart(editor.site, "fetch", "--report", "json"))
        assert said.status == 0, said
        for each in said.report["differences"]:
            if each["fetched"]:
                editor.write(each["path"], (editor.site / each["fetched"]).read_bytes())
            else:
                (editor.site / each["path"]).unlink(missing_ok=True)

    def prepare(self, editor: Editor) -> tuple[str, ...]:
        """Change somebody's folder, and choose the command that they run next."""
        if editor.is_broken() and self.chance.random() < 0.9:
            (editor.site / BROKEN).unlink()
        for address in editor.lost:
            self.give_up(editor, address)
        editor.lost = []
        overwrite: tuple[str, ...] = ()
        if editor.conflicts:
            how = self.chance.random()
            if how < 0.85:
                self.catch_up(editor)
            elif how < 0.95:
                paths = [path for path in editor.conflicts if self.chance.random() < 0.8]
                overwrite = tuple(word for path in paths for word in ("--overwrite", path))
        for _ in range(self.chance.choice([0, 1, 1, 2, 3])):
            self.edit(editor)
        kind = self.chance.random()
        if kind < 0.06:
            items = [
                each
                for each, version in self.live.items()
                if not is_gone(version) and each.startswith("content/news/") and each.endswith(".md")
            ]
            path = self.chance.choice(sorted(each for each in items if "/index." not in each) or [FEE])
            return ("takedown", address_of(path), "--reason", "x")
        if kind < 0.14:
            to = self.chance.choice([(), ("--to", self.chance.choice(self.web.releases()))])
            return ("rollback", *to)
        return ("publish", "--allow-removals", *overwrite)

    def round(self) -> None:
        """Let some of them work at the same time, and see what came of it."""
        self.log.append("--")
        several = self.chance.sample(self.editors, self.chance.choice([2, 2, 3]))
        chosen = [(each, self.prepare(each)) for each in several]
        commands = []
        for editor, words in chosen:
            sources, over = editor.sources()
            takedowns = editor.list_takedowns()
            editor.note(sources)
            process = run_apart(editor.site, *words, "--report", "json")
            commands.append(Command(editor, words, process, sources, over, takedowns))
            time.sleep(self.chance.random() * 0.3)  # they begin at random moments
        victim = self.chance.choice(commands) if self.chance.random() < 0.1 else None
        if victim:
            time.sleep(self.chance.random() * 0.5)  # and so is one killed
            victim.process.kill()
        ended = [(each, self.end(each.process)) for each in commands]
        for each, said in ended:
            self.log.append(f"{each.editor.name} {' '.join(each.words)} -> {said.status} {released(said)}")
            self.log += [line for line in said.text.splitlines() if "error: " in line and "folder " not in line]
            self.count[f"{each.words[0]} {said.status}"] += 1
        self.judge(ended)
        self.require_whole(swept=victim is None)
        self.refuse_again([(each, said) for each, said in ended if each.words[0] == "publish"])

    def judge(self, ended: list[tuple[Command, Said]]) -> None:
        """Go through what was released, in order: each step has to be one that its command may make."""
        steps = {released(said): (each, said) for each, said in ended if released(said)}
        killed = next((each for each, said in ended if said.status < 0), None)
        if killed:
            for each in list(self.find_unclaimed(steps, [said for _, said in ended])):
                steps[each] = (killed, Said(0, "", {"release": each, "source": self.source_of(each)}))
        for release in sorted(steps):
            assert release > self.current
            command, said = steps[release]
            self.live = self.step(command, said, self.live)
            self.past[release] = self.live
            self.current = release
        for command, said in ended:
            conflicts = [each["path"] for each in said.report.get("problems", ()) if each["rule"] == "conflict"]
            command.editor.conflicts = conflicts
            command.editor.lost = re.findall(r"error: the address (\S+) has been published", said.text)
            if said.status == 3:
                assert "is publishing there since" in said.text, said
            if command.words[0] == "publish":
                assert said.status != 2, said

    def find_unclaimed(self, steps: dict[str, Any], ended: list[Said]) -> Iterator[str]:
        """Find the release of a publisher that was killed after the switch."""
        befores = {before(said) for said in ended}
        for each in {*self.web.releases(), *befores} - {"", *self.past, *steps}:
            folder = self.web.there / "releases" / each
            current = (self.web.there / "current").readlink().name
            if each == current or each in befores or (folder / WAS_LIVE).is_file():
                self.log.append(f"killed after the switch: {each}")
                yield each

    def source_of(self, release: str) -> str:
        """Give the release that a rollback went back to."""
        file = self.web.there / "releases" / release / SOURCE
        return file.read_text("ascii").strip() if file.is_file() else ""

    def step(self, command: Command, said: Said, live: Sources) -> Sources:
        """Give what has to be live after a command; it also does what a takedown from there that was killed began."""
        editor, words = command.editor, command.words
        self.down |= {path for path in self.past_paths() if address_of(path) in command.takedowns}
        if words[0] == "takedown":
            item = next(path for path in self.past_paths() if address_of(path) == words[1])
            self.down.add(item)
            return gone_from(live, self.down, released(said))
        if words[0] == "rollback":
            return gone_from(self.past[said.report["source"]], self.down | command.over, released(said))
        meant = {path for option, path in pairwise(words) if option == "--overwrite"} | self.down
        if said.report.get("let_go"):
            going = {path for path in command.over if path in meant or live.get(path, "") in editor.had[path]}
            return gone_from(live, going | self.down, released(said))
        new = {path: digest for path, digest in command.sources.items() if path not in self.down}
        for path in sorted({*live, *new} - meant):
            last, now = live.get(path, ""), new.get(path, "")
            known = last == now or not last or last in editor.had[path] or (not now and is_gone(last))
            assert known, f"{editor.name} put {path} back: {last}"
        new = {**gone_from(live, live.keys() - new.keys(), released(said)), **new}
        editor.note(new)
        return new

    def past_paths(self) -> set[str]:
        return {path for each in self.past.values() for path in each if path.endswith(".md")}

    def refuse_again(self, ended: list[tuple[Command, Said]]) -> None:
        """Whoever was refused is refused again for the same, where what is live is still what it was then."""
        again = [(each, said) for each, said in ended if said.status == 1 and before(said) == self.current]
        for command, first in again:
            self.count["again"] += 1
            said = self.end(run_apart(command.editor.site, *command.words, "--report", "json"))
            assert said.status == 1, said
            assert reasons(said) == reasons(first)
            assert not released(said)

    def require_whole(self, *, swept: bool) -> None:
        """What is live is what the oracle says, its record is whole, and no record is of no release."""
        there = self.web.there
        current = (there / "current").readlink().name
        assert current == self.current
        record = read_live_record(there)
        assert {path: each.digest for path, each in record.list_live().items()} == {
            path: version for path, version in self.live.items() if not is_gone(version)
        }
        require_whole_release(there)
        if swept:
            require_own_records(there)


def address_of(path: str) -> str:
    return f"/news/2024/{Path(path).stem[11:]}/"


def is_gone(version: str) -> bool:
    return version.startswith("gone")


def gone_from(live: Sources, paths: AbstractSet[str], release: str) -> Sources:
    """Give what is live without some paths."""
    removed = {path for path in paths if path in live and not is_gone(live[path])}
    return {path: f"gone {release}" if path in removed else version for path, version in live.items()}


def released(said: Said) -> str:
    """Give the release that a command made live, "" for none."""
    report = said.report
    published = next((each["published"] for each in report.get("targets", ())), None)
    found: str = (published or report.get("let_go") or report).get("release", "")
    return found


def reasons(said: Said) -> list[tuple[str, str]]:
    """Give the rules and paths of the errors for which a publish was refused."""
    return [(each["rule"], each["path"]) for each in said.report["problems"] if each["severity"] == "error"]


def before(said: Said) -> str:
    """Give the release that was live when a command came."""
    report = said.report
    published = next((each["published"] for each in report.get("targets", ())), None)
    found: str = (published or report).get("before", "")
    return found


BASE = '{% import "macros.html" as m %}{% block main %}{% endblock %}'


def first_sources() -> dict[str, str | bytes]:
    return {
        FEE: article("title: Item fee", "Text 0.\n"),
        "content/news/2024-01-03-fair/index.md": article("title: Fair", "A fair. ![A stall](stall.png)\n"),
        STALL: picture(3, 8),
        "content/about.md": article("title: About", "About us.\n"),
        "content/communities.toml": '[east]\nname = "East"\n',
        "templates/static/extra.css": "p { color: black }\n",
        **{f"content/news/2024-02-0{n}-v{n}.md": article(f"title: Item v{n}", "Text.\n") for n in range(1, 7)},
    }


@pytest.mark.parametrize("number", CAMPAIGNS)
def test_nobodys_published_change_is_lost_unsaid(
    tmp_path: Path, plain_look: Path, capsys: pytest.CaptureFixture[str], number: str
) -> None:
    campaign = Campaign(tmp_path, plain_look, number)
    try:
        for _ in range(ROUNDS):
            campaign.round()
    except BaseException:
        sys.stderr.write("\n".join(campaign.log))
        raise
    with capsys.disabled():
        os.write(1, f"\n{campaign.log[0]}: {dict(campaign.count)}, {campaign.web.releases()[-1]}\n".encode())
    assert campaign.count["publish 0"] > ROUNDS // 3
    assert campaign.count["publish 1"]
