"""A newcomer's first session at a terminal, from `bulletin init` to a published item, in English and in Chinese.

`python -m tests.editing.first_item` drives it through tmux and writes docs/first-item.md. What differs from run to run
(day, seconds, releases, this machine's folders) is written as an example.
"""

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from zoneinfo import ZoneInfo

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "first-item.md"
# Seconds; a terminal tells nobody that it has shown something, so that it has to be looked at.
PATIENCE, LOOK_AGAIN = 60, 0.03
DAY, YEAR = "2026-03-05", "2026"
PROMPT = "$ "
# What the newcomer types, each with what is on the last line of the screen before.
Step = tuple[str, str]
ENGLISH: tuple[Step, ...] = (
    (PROMPT, "bulletin init mytown"),
    (PROMPT, "cd mytown"),
    (PROMPT, "bulletin new"),
    ("Number or name:", "notises"),
    ("Number or name:", "2"),
    ("Title:", "Water supply off on 12 March"),
    ("]:", ""),
    ("press Enter:", "1, Secnd Village"),
    ("press Enter:", "1, second village"),
    ("press Enter:", "Water"),
    (PROMPT, "cat content/notices/*/*.md"),
    (PROMPT, "echo 'The water company is changing a valve in **Mill Lane**.' >> content/notices/*/*.md"),
    (PROMPT, "# A quotation mark too many, and a slip in a name:"),
    (PROMPT, "sed -i 's/^title: /title: \"/; s/second-village/secnd-village/' content/notices/*/*.md"),
    (PROMPT, "bulletin check"),
    (PROMPT, "sed -i 's/^title: \"/title: /; s/secnd-village/second-village/' content/notices/*/*.md"),
    (PROMPT, "bulletin check"),
    (PROMPT, "sed -i '/^draft: true$/d' content/notices/*/*.md"),
    (PROMPT, "printf '\\n[publish.live]\\nto = \"file://{www}\"\\n' >> content/site.toml"),
    (PROMPT, "bulletin publish"),
    (PROMPT, "ls -1 {www}/current/notices/*/*"),
)
CHINESE: tuple[Step, ...] = (
    (PROMPT, "bulletin init mytown"),
    (PROMPT, "cd mytown"),
    (PROMPT, "bulletin new"),
    ("序号或名称:", "通报"),
    ("序号或名称:", "通知"),
    ("标题:", "关于3月12日停水的通知"),
    ("]:", ""),
    ("按回车:", "第一存"),
    ("按回车:", "第一村，第二村"),
    ("按回车:", "供水"),
    (PROMPT, "cat content/notices/*/*.md"),
    (PROMPT, "echo '自来水公司将更换**磨坊巷**的阀门，请提前储水。' >> content/notices/*/*.md"),
    (PROMPT, "# 误留了手机号码，又用旧编码保存："),
    (PROMPT, "echo '联系人：李四，13800138000。' >> content/notices/*/*.md"),
    (PROMPT, "f=$(echo content/notices/*/*.md); iconv -f utf-8 -t gb18030 $f > x; mv x $f"),
    (PROMPT, "bulletin check --drafts"),
    (PROMPT, "bulletin check --mask"),
    ("[y/N]:", "y"),
    (PROMPT, "f=$(echo content/notices/*/*.md); iconv -f gb18030 -t utf-8 $f > x; mv x $f"),
    (PROMPT, "bulletin check"),
    (PROMPT, "sed -i '/^草稿: 是$/d' content/notices/*/*.md"),
    (PROMPT, "printf '\\n[publish.live]\\nto = \"file://{www}\"\\n' >> content/site.toml"),
    (PROMPT, "bulletin publish"),
    (PROMPT, "ls -1 {www}/current/notices/*/*"),
)
INTRODUCTION = """\
# From nothing to a first published item

This page is what a terminal showed: `python -m tests.editing.first_item` drives the session and writes it, and a test
compares the two. An editor changes the files in a text editor; here `echo` and `sed` do it, so that everything shows.

"""
HEADS = {"en": "## In English\n\n", "zh_CN": "## 中文\n\n"}


class Terminal:
    """A shell in tmux, in a folder of its own."""

    def __init__(self, home: Path, language: str) -> None:
        self.command = ["tmux", "-u", "-f", "/dev/null", "-S", str(home / "socket")]
        path = f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin"
        shell = (
            f"cd {home}/work && exec env -i PATH={path} HOME={home} LANG={language}.UTF-8 LC_CTYPE=C.UTF-8 "
            "TERM=screen PS1='$ ' bash --norc --noprofile"
        )
        (home / "work").mkdir()
        self.tmux("new-session", "-d", "-x", "110", "-y", "50", shell)

    def tmux(self, *arguments: str) -> str:
        done = subprocess.run([*self.command, *arguments], check=True, capture_output=True, encoding="utf-8")
        return done.stdout

    def screen(self) -> str:
        """Give all that has been shown, lines that went over the edge joined."""
        return self.tmux("capture-pane", "-p", "-J", "-S", "-")

    def wait(self, ending: str, before: str) -> None:
        """Wait until the last line ends as it should, and something has come since `before`."""
        end = time.monotonic() + PATIENCE
        pause = Event()
        while not pause.wait(LOOK_AGAIN):
            shown = self.screen().rstrip("\n ")
            last = shown.rpartition("\n")[2]
            if shown != before and (last == ending.strip() if ending == PROMPT else last.endswith(ending)):
                return
            if time.monotonic() > end:
                raise TimeoutError(f"no {ending!r} came:\n{shown}")

    def play(self, steps: Sequence[Step], www: Path) -> str:
        """Type each step when its turn has come; give all that was shown."""
        before = ""
        for ending, text in steps:
            self.wait(ending, before)
            before = self.screen().rstrip("\n ")
            self.tmux("send-keys", "-l", text.replace("{www}", str(www)))
            self.tmux("send-keys", "Enter")
        self.wait(PROMPT, before)
        return self.screen().rstrip("\n $") + "\n"

    def close(self) -> None:
        self.tmux("kill-server")


def session(language: str, steps: Sequence[Step]) -> str:
    """Play a session in an empty folder; give what was shown, without what differs from run to run."""
    with TemporaryDirectory(prefix="b", ignore_cleanup_errors=True) as folder:
        home = Path(folder).resolve()
        terminal = Terminal(home, language)
        try:
            shown = terminal.play(steps, home / "www")
        finally:
            terminal.close()
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    shown = shown.replace(str(home / "www"), "/srv/www/mytown").replace(str(home), "")
    shown = re.sub(r"\d{8}T\d{6}Z?(?:-\w+)?|\d{4}-\d\d-\d\dT\d{6}Z?(?:-\w+)?", "20260305T010000Z", shown)
    shown = shown.replace(today.isoformat(), DAY).replace(f"/{today.year}/", f"/{YEAR}/")
    shown = re.sub(r"\d+\.\d+ s\b", "0.50 s", shown)
    return "\n".join(line.rstrip() for line in shown.split("\n"))


def page() -> str:
    """Write the page."""
    if shutil.which("tmux") is None:
        raise FileNotFoundError("tmux is missing; tests/word_import/setup.sh installs it")
    parts = [HEADS[tongue] + f"```text\n{session(tongue, steps)}```\n" for tongue, steps in SESSIONS]
    return INTRODUCTION + "\n".join(parts)


SESSIONS = (("en", ENGLISH), ("zh_CN", CHINESE))

if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
