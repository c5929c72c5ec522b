"""Whether what a kind of target needs is installed, and what it is let in with; imports nothing of it itself."""

import os
from importlib.util import find_spec

from site_builder.problem import CommandError

# A password never stands in site.toml, which is published with the content.
PASSWORD = "BULLETIN_PASSWORD"  # noqa: S105 - the name of a variable


def require_extra(extra: str, module: str) -> None:
    """Refuse a target of which the library is not installed; CommandError(3) says how to install it."""
    if find_spec(module) is None:
        message = "a target of this kind needs more than is installed; install township-bulletin[{extra}]"
        raise CommandError(3, message, extra=extra)


def read_password() -> str | None:
    """Give the password for accounts that have one."""
    return os.environ.get(PASSWORD) or None
