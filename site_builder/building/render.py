"""Stale pages -> bytes: loads bodies, makes views, renders templates; pure, in any order, in any process."""

import traceback
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, partial
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from site_builder.building.manifest import tool_digest
from site_builder.building.output import write
from site_builder.building.packing import pack, unpack
from site_builder.building.templates import Theme, environment, plain_environment
from site_builder.planning.outputs import Page
from site_builder.planning.views import VIEWS
from site_builder.problem import Place, Problem, problem
from site_builder.reading.fragments import Fragments

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from jinja2 import Environment

    from site_builder.building.quick import Quick

# Pages that one worker renders at a time.
CHUNK = 64
# Bodies that a press keeps.
BODIES = 256


class Rendered(Struct, frozen=True):
    """A page as bytes, or the Problem that kept it from being made.

    One that has been written has its stamp and digest instead of the bytes.
    """

    path: str
    data: bytes
    problem: Problem | None = None
    stamp: tuple[int, int] = (0, 0)
    digest: str = ""


def render(
    pages: Sequence[Page], press: "Press", executor: "Executor | None" = None, into: Path | None = None
) -> Iterator[Rendered]:
    """Render pages here, or over an executor in chunks; in the order given.

    Into an empty folder, `into`, each is written where it is rendered.
    """
    chunks = [pages[n : n + CHUNK] for n in range(0, len(pages), CHUNK)]
    if executor is None or len(chunks) <= 1:
        for chunk in chunks:
            yield from press.render(chunk, into)
        return
    theme = msgspec.msgpack.encode(press.theme, enc_hook=str)
    for results in executor.map(partial(render_chunk, theme, press.fragments.file, into), map(pack, chunks)):
        yield from results


class LostBodyError(LookupError):
    """A body that was converted once is no longer kept, or is damaged."""


class Press:
    """One process's tools for rendering: the environments of each locale, and the bodies."""

    def __init__(self, theme: Theme, fragments: Fragments) -> None:
        """Make ready; environments are made as their locale is met."""
        self.theme = theme
        self.fragments = fragments
        self.quick: dict[str, Quick] = {}
        self.plain: dict[str, Environment] = {}
        # Templates that quick code cannot render, by locale and name.
        self.slow: set[tuple[str, str]] = set()
        # A body stands on its item's page and in feeds.
        self.kept = lru_cache(maxsize=BODIES)(self.body)

    def render(self, pages: Iterable[Page], into: Path | None = None) -> list[Rendered]:
        """Render pages one after another, and write them into a folder that has none of them."""
        with self.fragments.reading():
            done = [self.page(page) for page in pages]
        return done if into is None else [written(into, each) for each in done]

    def page(self, page: Page) -> Rendered:
        """Make a page's view of its inputs and bodies alone, and render it; an error is a Problem of its template."""
        bodies = tuple(map(self.kept, page.bodies))
        view = VIEWS[page.view](*page.inputs, bodies)
        if not page.template:
            return Rendered(page.path, str(view).encode())
        text = self.quickly(page, view)
        if text is None:
            try:
                text = self.plainly(page, view)
            except Exception as error:  # noqa: BLE001 - a template may raise anything, and each is a mistake in it
                return Rendered(page.path, b"", self.explain(error, page))
        return Rendered(page.path, text.encode())

    def quickly(self, page: Page, view: object) -> str | None:
        """Render a page by quick code; None where that fails, be it the template's fault or not."""
        if (page.locale, page.template) in self.slow:
            return None
        try:
            return self.quick_environment(page.locale).write(page.template, view)
        except Exception:  # noqa: BLE001 - the plain environment will tell what is wrong, if anything is
            self.slow.add((page.locale, page.template))
            return None

    def quick_environment(self, locale: str) -> "Quick":
        """Give the quick environment of a locale."""
        if locale not in self.quick:
            from site_builder.building.bytecode import Bytecode

            compiled = Bytecode(self.fragments.file.parent / "templates", locale, tool_digest())
            self.quick[locale] = environment(self.theme, locale, compiled)
        return self.quick[locale]

    def plainly(self, page: Page, view: object) -> str:
        """Render a page as Jinja does."""
        if page.locale not in self.plain:
            self.plain[page.locale] = plain_environment(self.theme, page.locale)
        return self.plain[page.locale].get_template(page.template).render(page=view)

    def body(self, digest: str) -> str:
        """Load a body's HTML."""
        fragment = self.fragments.get(digest)
        if fragment is None:
            raise LostBodyError(digest)
        return fragment.prose.html

    def explain(self, error: Exception, page: Page) -> Problem:
        """Name the template, the line and the page that was being made."""
        from jinja2 import TemplateNotFound, TemplateSyntaxError

        name, line = page.template, 1
        if isinstance(error, TemplateSyntaxError):
            name, line = error.name or name, error.lineno
        files = {str(folder / n): n for folder in self.theme.folders for n in self.theme.templates}
        for frame in traceback.extract_tb(error.__traceback__):
            if frame.filename in files:
                name, line = files[frame.filename], frame.lineno or 1
        if isinstance(error, TemplateNotFound):
            reason = f"there is no template {error.name}"
        else:
            reason = getattr(error, "message", None) or str(error) or type(error).__name__
        at = Place(f"templates/{name}", line, 1, self.line(name, line))
        message = "this template fails on the page /{page}: {reason}"
        hint = "docs/templates.md lists what each template sees"
        return problem("error", "template", at, message, hint, page=page.path, reason=reason)

    def line(self, name: str, line: int) -> str:
        """Give a line of a template."""
        if name not in self.theme.templates:
            return ""
        lines = self.theme.file(name).read_text("utf-8").split("\n")
        return lines[line - 1] if line <= len(lines) else ""


def written(into: Path, page: Rendered) -> Rendered:
    """Write a rendered page."""
    if page.problem:
        return page
    digest = blake2b(page.data, digest_size=16).hexdigest()
    return Rendered(page.path, b"", None, write(into, page.path, page.data, new=True), digest)


@lru_cache(maxsize=1)
def worker(theme: bytes, fragments: Path) -> Press:
    """Make a worker's tools ready, once."""
    return Press(msgspec.msgpack.decode(theme, type=Theme, dec_hook=lambda _, text: Path(text)), Fragments(fragments))


def render_chunk(theme: bytes, fragments: Path, into: Path | None, pages: bytes) -> list[Rendered]:
    """Render packed pages in a worker."""
    return worker(theme, fragments).render(unpack(pages), into)
