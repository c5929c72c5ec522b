"""Stale pages -> bytes: loads bodies, makes views, renders templates; pure, in any order, in any process."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache, partial
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from site_builder.building.manifest import tool_digest
from site_builder.building.output_folder import beside, write
from site_builder.building.packing import pack, unpack
from site_builder.building.template_errors import INDEXED, explain_mistake
from site_builder.building.theme import Theme, environment, plain_environment
from site_builder.content.body_cache import Fragments
from site_builder.planning.lists.search import Segment, Shard, files
from site_builder.planning.outputs import Page
from site_builder.planning.views import VIEWS
from site_builder.problem import Place as Where
from site_builder.problem import Problem, problem

if TYPE_CHECKING:
    from jinja2 import Environment

    from site_builder.building.fast_jinja.compiler import Quick
    from site_builder.executor import Executor

# Pages that one worker renders at a time.
CHUNK = 64
# What every page of a staging copy has to say in its head.
NOINDEX = '<meta name="robots" content="noindex">'
# Bodies that a press keeps.
BODIES = 256


class Rendered(Struct, frozen=True):
    """A page as bytes, or the Problem that kept it from being made.

    One that has been written has its stamp and digest instead of the bytes; where the very bytes were there already,
    the digest alone.
    """

    path: str
    data: bytes
    problem: Problem | None = None
    stamp: tuple[int, int] | None = None
    digest: str = ""


class Place(Struct, frozen=True):
    """Where pages are written by whoever renders them, and the digests of those that are there ("" for unknown).

    In an empty folder each is written in its place; in another one beside what is there, and not at all where there is
    nothing or the bytes are the same.
    """

    folder: Path
    empty: bool
    there: dict[str, str]


def render(
    pages: Sequence[Page], press: "Press", executor: "Executor | None" = None, place: Place | None = None
) -> Iterator[Rendered]:
    """Render pages here, or over an executor in chunks; in the order given.

    Who renders them writes them too, but for a few into a folder in which there are others.
    """
    chunks = list(portions(pages))
    if place and not place.empty and (executor is None or len(chunks) <= 1):
        place = None
    if executor is None:
        for chunk in chunks:
            yield from press.render(chunk, place)
        return
    theme = msgspec.msgpack.encode(press.theme, enc_hook=str)
    places = (place and replace(place, there=within(place.there, chunk)) for chunk in chunks)
    for results in executor.map(partial(render_chunk, theme, press.fragments.file), places, map(pack, chunks)):
        yield from results


def compile_ahead(theme: Theme, fragments: Fragments, locales: Iterable[str], executor: "Executor") -> None:
    """Have a theme's templates compiled, each once for all workers, while there is nothing to render yet."""
    ways = [(name, locale) for locale in sorted(locales) for name in theme.templates]
    executor.map(partial(compile_template, msgspec.msgpack.encode(theme, enc_hook=str), fragments.file), ways)


def portions(pages: Sequence[Page]) -> Iterator[Sequence[Page]]:
    """Divide pages; those of one segment of the search, which is taken apart for all of them, stay together."""
    start = 0
    while start < len(pages):
        end = start + CHUNK
        while (
            start < end < len(pages) and pages[end].view == "shard" and pages[end].inputs[0] is pages[end - 1].inputs[0]
        ):
            end += 1
        yield pages[start:end]
        start = end


def within(digests: dict[str, str], pages: Iterable[Page]) -> dict[str, str]:
    """Give the digests of some pages."""
    return {page.path: digests[page.path] for page in pages if page.path in digests}


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
        # The last segment of the search, and its files.
        self.segment: tuple[Segment, tuple[str, ...]] | None = None

    def render(self, pages: Iterable[Page], place: Place | None = None) -> list[Rendered]:
        """Render pages one after another, and write them where there is a place."""
        with self.fragments.reading():
            done = [self.page(page) for page in pages]
        return done if place is None else [written(place, each) for each in done]

    def page(self, page: Page) -> Rendered:
        """Make a page's view of its inputs and bodies alone, and render it; an error is a Problem of its template."""
        match page.inputs:
            case (Segment() as segment, Shard() as shard):
                return Rendered(page.path, self.shard(segment, shard).encode())
        bodies = tuple(map(self.kept, page.bodies))
        view = VIEWS[page.view](*page.inputs, bodies)
        if not page.template:
            return Rendered(page.path, str(view).encode())
        text = self.quickly(page, view)
        if text is None:
            try:
                text = self.plainly(page, view)
            except Exception as error:  # noqa: BLE001 - a template may raise anything, and each is a mistake in it
                return Rendered(page.path, b"", explain_mistake(error, page, self.theme))
        if page.path.endswith(".html") and is_staging(view) and NOINDEX not in text:
            message, hint = INDEXED, "write {tag} where page.frame.staging is true"
            at = Where(f"templates/{page.template}")
            return Rendered(
                page.path, b"", problem("error", "template", at, message, hint, page=page.path, tag=NOINDEX)
            )
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
            from site_builder.building.fast_jinja.bytecode_cache import Bytecode

            compiled = Bytecode(self.fragments.file.parent / "templates", locale, tool_digest())
            self.quick[locale] = environment(self.theme, locale, compiled)
        return self.quick[locale]

    def plainly(self, page: Page, view: object) -> str:
        """Render a page as Jinja does."""
        if page.locale not in self.plain:
            self.plain[page.locale] = plain_environment(self.theme, page.locale)
        return self.plain[page.locale].get_template(page.template).render(page=view)

    def shard(self, segment: Segment, shard: Shard) -> str:
        """Give a file of a segment; all of them are made with the first."""
        if self.segment is None or self.segment[0] is not segment:
            self.segment = segment, files(segment, [self.terms(each.body) for each in segment.items])
        return self.segment[1][shard.number]

    def body(self, digest: str) -> str:
        """Load a body's HTML."""
        html = self.fragments.html(digest)
        if html is None:
            raise LostBodyError(digest)
        return html

    def terms(self, digest: str) -> str:
        """Load a body's search terms."""
        fragment = self.fragments.get(digest)
        if fragment is None or fragment.terms is None:
            raise LostBodyError(digest)
        return fragment.terms


def is_staging(view: object) -> bool:
    """Tell whether a page is one of a staging copy."""
    return bool(getattr(getattr(view, "frame", view), "staging", False))


def written(place: Place, page: Rendered) -> Rendered:
    """Write a rendered page, where it can be."""
    if page.problem or not (place.empty or page.path in place.there):
        return page
    digest = blake2b(page.data, digest_size=16).hexdigest()
    if place.there.get(page.path) == digest:
        return Rendered(page.path, b"", None, None, digest)
    path = page.path if place.empty else beside(page.path)
    return Rendered(page.path, b"", None, write(place.folder, path, page.data, new=True), digest)


@lru_cache(maxsize=1)
def worker(theme: bytes, fragments: Path) -> Press:
    """Make a worker's tools ready, once."""
    return Press(msgspec.msgpack.decode(theme, type=Theme, dec_hook=lambda _, text: Path(text)), Fragments(fragments))


def render_chunk(theme: bytes, fragments: Path, place: Place | None, pages: bytes) -> list[Rendered]:
    """Render packed pages in a worker."""
    return worker(theme, fragments).render(unpack(pages), place)


def compile_template(theme: bytes, fragments: Path, way: tuple[str, str]) -> None:
    """Compile a template for a locale in a worker; a mistake in it is told by what renders it."""
    name, locale = way
    with suppress(Exception):
        worker(theme, fragments).quick_environment(locale).get_template(name)
