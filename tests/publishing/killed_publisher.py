"""A publisher that is killed at a point of its work, in a process of its own: none is forked from the threads of tests.

`python -m tests.publishing.killed_publisher SITE NOW LOOK STEPS`: with 0 steps it dies while it holds the lock, else
after so many steps of putting files in place on a host that cannot switch by one.
"""

import itertools
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from site_builder.cli.commands import main
from site_builder.publishing.deployment import PublishRequest, find_destination, open_deployment
from site_builder.publishing.targets.mirror.mirror_target import MirrorTarget
from tests.publishing.towns import Editor
from tests.sites import themed


def kill_publisher(editor: Editor, look: Path, steps: int = 0) -> None:
    """Have a publisher killed who starts a minute from now."""
    with editor.clock.later():
        command = [sys.executable, "-m", "tests.publishing.killed_publisher"]
        command += [str(each) for each in (editor.site, editor.clock.now, look, steps)]
        ended = subprocess.run(command, check=False, capture_output=True, timeout=300)
    assert ended.returncode == -signal.SIGKILL, ended


def publish_until_killed(site: str, now: float, steps: int) -> None:
    if not steps:
        request = PublishRequest(site=Path(site), now=now)
        with open_deployment(request, find_destination(Path(site), "")):
            os.kill(os.getpid(), signal.SIGKILL)
    calls, write = itertools.count(1), MirrorTarget.write_served

    def write_or_die(self: MirrorTarget, digests: Mapping[str, str], id_: str) -> None:
        if next(calls) > steps:
            os.kill(os.getpid(), signal.SIGKILL)
        write(self, digests, id_)

    MirrorTarget.write_served = write_or_die  # type: ignore[method-assign]
    main(["publish", "--site", site])


if __name__ == "__main__":
    moment = float(sys.argv[2])
    with themed(Path(sys.argv[3])), pytest.MonkeyPatch.context() as patched:
        patched.setattr("time.time", lambda: moment)
        publish_until_killed(sys.argv[1], moment, int(sys.argv[4]))
