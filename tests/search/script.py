"""The script of the search, run by Node without a browser: asks it a question and gives its answer."""

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from site_builder.markdown.search_terms import GAP, HAN, UNSEEN
from site_builder.planning.lists.search import to_javascript_class

Ask = Callable[[str, Any], Any]
HERE = Path(__file__).parent
SCRIPT = HERE.parents[1] / "templates/_scripts/search-answers.js"


@contextmanager
def script() -> Iterator[Ask]:
    """Start the script, with the classes of signs that its page would hand to it."""
    if shutil.which("node") is None:
        pytest.fail("Node is missing; `make test` installs it, or says how.", pytrace=False)
    classes = {"han": to_javascript_class(HAN), "gap": to_javascript_class(GAP), "unseen": to_javascript_class(UNSEEN)}
    command: list[str | Path] = ["node", HERE / "script.js", SCRIPT, json.dumps(classes)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdin
        assert process.stdout
        asking, answering = process.stdin, process.stdout

        def ask(name: str, question: Any) -> Any:
            asking.write(json.dumps([name, question]) + "\n")
            asking.flush()
            return json.loads(answering.readline())

        yield ask
        asking.close()
