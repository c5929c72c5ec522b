"""Python-Markdown with the same output in a third of the time; no syntax is defined here, and no library code changed.

Processors of the library that cannot find anything in a text are not asked. Whatever is not plain goes to them as it
is. tests/markdown/test_fast.py holds every part of this against the library as it comes.
"""

from typing import TYPE_CHECKING, Self, cast

from markdown import Markdown

from site_builder.markdown.fast.blocks import QuickParser
from site_builder.markdown.fast.inline import QuickInline
from site_builder.markdown.fast.inline_patterns import QuickDelimiters, QuickImage, QuickLink
from site_builder.markdown.fast.preprocess import QuickHtmlBlocks, QuickNormalize, Source
from site_builder.markdown.fast.tree import OnlyWith, QuickPrettify, QuickSerializer, QuickToc, QuickUnescape

if TYPE_CHECKING:
    from markdown.extensions.toc import TocTreeprocessor
    from markdown.inlinepatterns import DelimiterProcessor


class QuickMarkdown(Markdown):
    """Converts as the library does."""

    parser: QuickParser

    def build_parser(self) -> Self:
        """Put the quick block parser in the place of the library's, before extensions get hold of that."""
        super().build_parser()
        self.parser = QuickParser(self, self.parser)
        return self

    def hasten(self) -> Self:
        """Put quick processors in the places of those that the library and its extensions have registered."""
        source = Source()
        before, trees = self.preprocessors, self.treeprocessors
        before.register(QuickNormalize(self, source), "normalize_whitespace", 30)
        before.register(QuickHtmlBlocks(self, source, before["html_block"]), "html_block", 20)
        if "task-list" in trees:
            trees.register(OnlyWith(self, source, trees["task-list"], ("[ ]", "[x]", "[X]")), "task-list", 25)
        if not any(pattern.ANCESTOR_EXCLUDES for pattern in self.inlinePatterns):
            trees.register(QuickInline(self, source), "inline", 20)
        trees.register(QuickPrettify(self, source, self.parser), "prettify", 10)
        trees.register(OnlyWith(self, source, trees["attr_list"], ("{",)), "attr_list", 8)
        trees.register(QuickToc(self, source, cast("TocTreeprocessor", trees["toc"])), "toc", 5)
        trees.register(QuickUnescape(self, source), "unescape", 0)
        self.serializer = QuickSerializer(source)
        self.parser.ready()
        self.hasten_patterns()
        return self

    def hasten_patterns(self) -> None:
        """Put quick inline patterns in the places of those that the library has registered."""
        patterns = self.inlinePatterns
        patterns.register(QuickLink(patterns["link"].pattern, self), "link", 160)
        patterns.register(QuickImage(patterns["image_link"].pattern, self), "image_link", 150)
        # Behind it stands another pattern with the priority 60.
        patterns.register(QuickDelimiters(cast("DelimiterProcessor", patterns["em_strong"]), self), "em_strong", 60.5)
