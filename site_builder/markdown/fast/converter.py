"""Python-Markdown with the same output in a third of the time; no syntax is defined here, and no library code changed.

Processors of the library that cannot find anything in a text are not asked. Whatever is not plain goes to them as it
is. tests/markdown/test_fast.py holds every part of this against the library as it comes.
"""

from typing import TYPE_CHECKING, Self, cast

from markdown import Markdown

from site_builder.markdown.fast.blocks import FastBlockParser
from site_builder.markdown.fast.inline import FastInlineProcessor
from site_builder.markdown.fast.inline_patterns import FastDelimiters, FastImage, FastLink
from site_builder.markdown.fast.preprocess import FastHtmlBlocks, FastNormalize, MarkdownSource
from site_builder.markdown.fast.tree import (
    ConditionalTreeprocessor,
    FastPrettify,
    FastSerializer,
    FastToc,
    FastUnescape,
)

if TYPE_CHECKING:
    from markdown.extensions.toc import TocTreeprocessor
    from markdown.inlinepatterns import DelimiterProcessor


class FastMarkdown(Markdown):
    """Converts as the library does."""

    parser: FastBlockParser

    def build_parser(self) -> Self:
        """Put the quick block parser in the place of the library's, before extensions get hold of that."""
        super().build_parser()
        self.parser = FastBlockParser(self, self.parser)
        return self

    def install_processors(self) -> Self:
        """Put quick processors in the places of those that the library and its extensions have registered."""
        source = MarkdownSource()
        before, trees = self.preprocessors, self.treeprocessors
        before.register(FastNormalize(self, source), "normalize_whitespace", 30)
        before.register(FastHtmlBlocks(self, source, before["html_block"]), "html_block", 20)
        if "task-list" in trees:
            trees.register(
                ConditionalTreeprocessor(self, source, trees["task-list"], ("[ ]", "[x]", "[X]")), "task-list", 25
            )
        # Each has nothing to do in a text without its signs.
        for name, priority, signs in (("footnote-reorder", 19, ("[^",)), ("short_scripts", 18, ("~", "^"))):
            trees.register(ConditionalTreeprocessor(self, source, trees[name], signs), name, priority)
        if not any(pattern.ANCESTOR_EXCLUDES for pattern in self.inlinePatterns):
            trees.register(FastInlineProcessor(self, source), "inline", 20)
        trees.register(FastPrettify(self, source, self.parser), "prettify", 10)
        trees.register(ConditionalTreeprocessor(self, source, trees["attr_list"], ("{",)), "attr_list", 8)
        trees.register(FastToc(self, source, cast("TocTreeprocessor", trees["toc"])), "toc", 5)
        trees.register(FastUnescape(self, source), "unescape", 0)
        self.serializer = FastSerializer(source)
        self.parser.prepare()
        self.install_patterns()
        return self

    def install_patterns(self) -> None:
        """Put quick inline patterns in the places of those that the library has registered."""
        patterns = self.inlinePatterns
        patterns.register(FastLink(patterns["link"].pattern, self), "link", 160)
        patterns.register(FastImage(patterns["image_link"].pattern, self), "image_link", 150)
        # Behind it stands another pattern with the priority 60.
        patterns.register(FastDelimiters(cast("DelimiterProcessor", patterns["em_strong"]), self), "em_strong", 60.5)
