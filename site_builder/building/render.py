"""Stale pages -> bytes: loads bodies, makes views, renders templates; pure, in any order, in any process."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache, partial
from hashlib import blake2b
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from site_builder.acceleration import is_accelerated
from site_builder.building.manifest import compute_tool_digest
from site_builder.building.output_folder import make_temp_path, write_output
from site_builder.building.template_errors import MISSING_NOINDEX, explain_mistake
from site_builder.building.theme import Theme, make_fast_environment, make_plain_environment
from site_builder.content.body_cache import BodyCache, SearchedBody
from site_builder.language import add_own_words
from site_builder.planning.lists.search_index import (
    IndexedTexts,
    SearchSegment,
    SearchShard,
    make_segment_files,
    make_texts_view,
)
from site_builder.planning.outputs import Page
from site_builder.planning.page_encoding import decode_pages, encode_pages
from site_builder.planning.views import make_view
from site_builder.problem import Place, Problem, make_problem

if TYPE_CHECKING:
    from jinja2 import BytecodeCache, Environment

    from site_builder.building.fast_jinja.compiler import FastEnvironment
    from site_builder.executor import Executor

# Pages that one worker renders at a time.
CHUNK = 64
# What every page of a staging copy has to say in its head.
NOINDEX = '<meta name="robots" content="noindex">'
# Bodies that a renderer keeps.
BODY_CACHE_SIZE = 256


class RenderedPage(Struct, frozen=True):
    """A page as bytes, or the Problem that kept it from being made.

    One that has been written has its stamp and digest instead of the bytes; where the very bytes were there already,
    the digest alone.
    """

    path: str
    data: bytes
    problem: Problem | None = None
    stamp: tuple[int, int] | None = None
    digest: str = ""


class WritePlan(Struct, frozen=True):
    """Where pages are written by whoever renders them, and the digests of those that are there ("" for unknown).

    In an empty folder each is written in its place; in another one beside what is there, and not at all where there is
    nothing or the bytes are the same.
    """

    folder: Path
    empty: bool
    digests: dict[str, str]


def render(
    pages: Sequence[Page], renderer: "Renderer", executor: "Executor | None" = None, write_plan: WritePlan | None = None
) -> Iterator[RenderedPage]:
    """Render pages here, or over an executor in chunks.

    Who renders them writes them too, but for a few into a folder in which there are others.
    """
    chunks = list(split_pages(sort_by_bodies(pages)))
    if write_plan and not write_plan.empty and (executor is None or len(chunks) <= 1):
        write_plan = None
    if executor is None:
        for chunk in chunks:
            yield from renderer.render(chunk, write_plan)
        return
    theme = msgspec.msgpack.encode(renderer.theme, enc_hook=str)
    write_plans = (
        write_plan and replace(write_plan, digests=select_digests(write_plan.digests, chunk)) for chunk in chunks
    )
    encoded = map(encode_pages, chunks)
    for results in executor.map(partial(render_chunk, theme, renderer.body_cache.file), write_plans, encoded):
        yield from results


def precompile_templates(theme: Theme, body_cache: BodyCache, locales: Iterable[str], executor: "Executor") -> None:
    """Have a theme's templates compiled, each once for all workers, while there is nothing to render yet."""
    ways = [(name, locale) for locale in sorted(locales) for name in theme.templates]
    executor.map(partial(compile_template, msgspec.msgpack.encode(theme, enc_hook=str), body_cache.file), ways)


def sort_by_bodies(pages: Sequence[Page]) -> list[Page]:
    """Put pages right behind those of the same bodies, so that a body, which few pages show, is loaded once."""
    places: dict[str, int] = {}
    keys = []
    for number, page in enumerate(pages):
        keys.append(max([places.setdefault(body, number) for body in page.bodies], default=number))
    return [page for _, page in sorted(zip(keys, pages, strict=True), key=itemgetter(0))]


def split_pages(pages: Sequence[Page]) -> Iterator[Sequence[Page]]:
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


def select_digests(digests: dict[str, str], pages: Iterable[Page]) -> dict[str, str]:
    """Give the digests of some pages."""
    return {page.path: digests[page.path] for page in pages if page.path in digests}


class LostBodyError(LookupError):
    """A body that was converted once is no longer kept, or is damaged."""


class Renderer:
    """One process's tools for rendering: the environments of each locale, and the bodies."""

    def __init__(self, theme: Theme, body_cache: BodyCache) -> None:
        """Make ready; environments are made as their locale is met."""
        add_own_words(theme.words)
        self.theme = theme
        self.body_cache = body_cache
        self.fast_environments: dict[str, FastEnvironment] = {}
        self.plain_environments: dict[str, Environment] = {}
        # Templates that quick code cannot render, by locale and name.
        self.unsupported: set[tuple[str, str]] = set()
        # A body stands on its item's page and in feeds.
        self.cached_body = lru_cache(maxsize=BODY_CACHE_SIZE)(self.load_body)
        # The last segment of the search, and its files.
        self.segment: tuple[SearchSegment, tuple[str, ...]] | None = None

    def render(self, pages: Iterable[Page], write_plan: WritePlan | None = None) -> list[RenderedPage]:
        """Render pages one after another, and write them where there is a place."""
        with self.body_cache.start_transaction():
            done = [self.render_page(page) for page in pages]
        return done if write_plan is None else [write_rendered(write_plan, each) for each in done]

    def render_page(self, page: Page) -> RenderedPage:
        """Make a page's view of its inputs and bodies alone, and render it; an error is a Problem of its template."""
        match page.inputs:
            case (SearchSegment() as segment, SearchShard() as shard):
                return RenderedPage(page.path, self.render_shard(segment, shard).encode())
            case (IndexedTexts() as texts,):
                plain = [self.load_searched(body).text if body else "" for _, body, _ in texts.items]
                return RenderedPage(page.path, make_texts_view(texts, plain).encode())
        bodies = tuple(map(self.cached_body, page.bodies))
        view = make_view(page.view, page.inputs, bodies)
        if not page.template:
            return RenderedPage(page.path, str(view).encode())
        text = self.render_fast(page, view)
        if text is None:
            try:
                text = self.render_plain(page, view)
            except Exception as error:  # noqa: BLE001 - a template may raise anything, and each is a mistake in it
                return RenderedPage(page.path, b"", explain_mistake(error, page, self.theme))
        if page.path.endswith(".html") and is_staging(view) and NOINDEX not in text:
            message, hint = MISSING_NOINDEX, "write {tag} where page.frame.staging is true"
            at = Place(f"templates/{page.template}")
            return RenderedPage(
                page.path, b"", make_problem("error", "template", at, message, hint, page=page.path, tag=NOINDEX)
            )
        return RenderedPage(page.path, text.encode())

    def render_fast(self, page: Page, view: object) -> str | None:
        """Render a page by quick code; None where that fails, be it the template's fault or not."""
        if not is_accelerated() or (page.locale, page.template) in self.unsupported:
            return None
        try:
            return self.get_fast_environment(page.locale).render_template(page.template, view)
        except Exception:  # noqa: BLE001 - the plain environment will tell what is wrong, if anything is
            self.unsupported.add((page.locale, page.template))
            return None

    def get_fast_environment(self, locale: str) -> "FastEnvironment":
        """Give the quick environment of a locale."""
        if locale not in self.fast_environments:
            compiled = self.make_bytecode_cache("fast", locale)
            self.fast_environments[locale] = make_fast_environment(self.theme, locale, compiled)
        return self.fast_environments[locale]

    def get_plain_environment(self, locale: str) -> "Environment":
        """Give the environment of a locale as Jinja has it."""
        if locale not in self.plain_environments:
            compiled = self.make_bytecode_cache("plain", locale)
            self.plain_environments[locale] = make_plain_environment(self.theme, locale, compiled)
        return self.plain_environments[locale]

    def make_bytecode_cache(self, kind: str, locale: str) -> "BytecodeCache":
        """Make what keeps the compiled templates of a kind of environment."""
        from site_builder.building.fast_jinja.bytecode_cache import TemplateBytecodeCache

        return TemplateBytecodeCache(kind, locale, compute_tool_digest())

    def render_plain(self, page: Page, view: object) -> str:
        """Render a page as Jinja does."""
        return self.get_plain_environment(page.locale).get_template(page.template).render(page=view)

    def render_shard(self, segment: SearchSegment, shard: SearchShard) -> str:
        """Give a file of a segment; all of them are made with the first."""
        if self.segment is None or self.segment[0] is not segment:
            bodies = [self.load_searched(each.body).terms or "" if each.body else "" for each in segment.items]
            self.segment = segment, make_segment_files(segment, bodies)
        return self.segment[1][shard.number]

    def load_body(self, digest: str) -> str:
        """Load a body's HTML."""
        html = self.body_cache.get_html(digest)
        if html is None:
            raise LostBodyError(digest)
        return html

    def load_searched(self, digest: str) -> SearchedBody:
        """Load what the search has of a body."""
        fragment = self.body_cache.get_searched(digest)
        if fragment is None or fragment.terms is None:
            raise LostBodyError(digest)
        return fragment


def is_staging(view: object) -> bool:
    """Tell whether a page is one of a staging copy."""
    return bool(getattr(getattr(view, "frame", view), "staging", False))


def write_rendered(write_plan: WritePlan, page: RenderedPage) -> RenderedPage:
    """Write a rendered page, where it can be."""
    if page.problem or not (write_plan.empty or page.path in write_plan.digests):
        return page
    digest = blake2b(page.data, digest_size=16).hexdigest()
    if write_plan.digests.get(page.path) == digest:
        return RenderedPage(page.path, b"", None, None, digest)
    path = page.path if write_plan.empty else make_temp_path(page.path)
    return RenderedPage(page.path, b"", None, write_output(write_plan.folder, path, page.data, new=True), digest)


@lru_cache(maxsize=1)
def make_renderer(theme: bytes, fragments: Path) -> Renderer:
    """Make a worker's tools ready, once."""
    return Renderer(
        msgspec.msgpack.decode(theme, type=Theme, dec_hook=lambda _, text: Path(text)), BodyCache(fragments)
    )


def render_chunk(theme: bytes, fragments: Path, write_plan: WritePlan | None, pages: bytes) -> list[RenderedPage]:
    """Render encoded pages in a worker."""
    return make_renderer(theme, fragments).render(decode_pages(pages), write_plan)


def compile_template(theme: bytes, fragments: Path, way: tuple[str, str]) -> None:
    """Compile a template for a locale in a worker; a mistake in it is told by what renders it."""
    name, locale = way
    renderer = make_renderer(theme, fragments)
    with suppress(Exception):
        made = renderer.get_fast_environment(locale) if is_accelerated() else renderer.get_plain_environment(locale)
        made.get_template(name)
