"""The outputs of a build as values: pages with their inputs, files that are copied; nothing here is made yet."""

from msgspec import Struct


class Page(Struct, frozen=True):
    """One HTML, XML or calendar output.

    `path` is below the output folder; `view` names the pure function that makes what the template sees of `inputs` and
    of the HTML of `bodies` (digests); without a template the view's answer is the text itself.
    `locale` is Babel's name; `origin` is the file it comes from, for Problems.
    """

    path: str
    view: str
    template: str
    locale: str
    inputs: tuple[Struct, ...]
    bodies: tuple[str, ...] = ()
    origin: str = ""


class Asset(Struct, frozen=True):
    """One output that is a copy: its path below the output folder, its file below site or theme, digest, bytes."""

    path: str
    source: str
    digest: str
    size: int
    theme: bool = False


class ThemeFile(Struct, frozen=True):
    """A file of templates/static/: name below it, digest, bytes."""

    name: str
    digest: str
    size: int
