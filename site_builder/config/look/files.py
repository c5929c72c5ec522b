"""The name of a file that a setting has: where it lies, of which kind it is; opens none."""

import posixpath
from collections.abc import Sequence

from site_builder.config.settings import Settings

# What lies there is published itself.
STATIC = "static/"


def read_file_name(settings: Settings, key: str, suffixes: Sequence[str]) -> str:
    """Read the name of a file that something is made of: one that lies beside site.toml, or in content/static/."""
    written = settings.read_text(key, "")
    if settings.get(key) is None or not isinstance(settings.get(key), str):
        return ""
    path = posixpath.normpath(written.strip())
    if "\\" in path or ("/" in path and not path.startswith(STATIC)):
        message = '"{value}" is no file in content/ itself or in content/static/'
        hint = "put it beside site.toml, where it is not published, and write its name alone"
    elif not path.lower().endswith(tuple(suffixes)):
        message, hint = '"{value}" is of no kind that can be used here', "files that can be used end in {suffixes}"
    else:
        return path
    settings.add_value_problem(key, message, hint, value=written, suffixes=", ".join(suffixes))
    return ""
