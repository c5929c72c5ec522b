"""The library's footnotes, numbered in the order of their use; the library's own way to that fails on an empty one."""

from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.def_list import DefListIndentProcessor
from markdown.extensions.footnotes import FootnoteBlockProcessor, FootnoteExtension, FootnoteReorderingProcessor

# What begins a line that belongs to a note.
DEEP = " " * 4
ENTRY_TAGS = (*DefListIndentProcessor.ITEM_TYPES, *DefListIndentProcessor.LIST_TYPES)


class NoteOrder(FootnoteReorderingProcessor):
    """Puts notes in their order where each of them leads back to the text."""

    def run(self, root: Element) -> None:
        """Give the notes their numbers, in the order in which a reader meets their signs, and put them in it.

        The library finds the signs of lists and quotations behind those of all paragraphs.
        """
        order = self.find_order(root)
        for sign in root.iter("a"):
            if sign.get("class") == "footnote-ref":
                sign.text = str(order.index(self.get_name(sign)) + 1)
        self.footnotes.footnote_order[:] = order
        notes = [each for each in root.iter("div") if each.get("class") == "footnote"]
        entries = [entry for each in notes for entry in each.iterfind("ol/li")]
        if all(entry.find('.//a[@class="footnote-backref"]') is not None for entry in entries):
            super().run(root)

    def find_order(self, root: Element) -> list[str]:
        """Give the names of notes in the order of their signs: those in the text, then those in the notes."""
        entries = {
            entry.get("id", ""): entry
            for each in root.iter("div")
            if each.get("class") == "footnote"
            for entry in each.iterfind("ol/li")
        }
        inner = {sign for entry in entries.values() for sign in entry.iter("a")}
        signs = [sign for sign in root.iter("a") if sign.get("class") == "footnote-ref"]
        order = list(dict.fromkeys(self.get_name(sign) for sign in signs if sign not in inner))
        for name in order:
            entry = entries.get(self.footnotes.makeFootnoteId(name))
            for sign in entry.iter("a") if entry is not None else ():
                if sign.get("class") == "footnote-ref" and self.get_name(sign) not in order:
                    order.append(self.get_name(sign))
        return list(dict.fromkeys([*order, *map(self.get_name, signs)]))

    def get_name(self, sign: Element) -> str:
        """Give the name of the note that a sign leads to."""
        return sign.get("href", "").removeprefix("#" + self.footnotes.makeFootnoteId(""))


class NoteBlocks(FootnoteBlockProcessor):
    """Takes what belongs to a note also where several empty lines stand above it, as lists do."""

    # The entry of a list that the note found last stands in, and its name.
    latest: tuple[Element, str] | None = None

    def run(self, parent: Element, blocks: list[str]) -> bool:
        """Take the notes of a block; keep in mind where the last of them stands."""
        found = bool(super().run(parent, blocks))
        if found and parent.tag == "li":
            self.latest = (parent, next(reversed(self.footnotes.footnotes)))
        return found

    def detectTabbed(self, blocks: list[str]) -> list[str]:  # noqa: N802 - the library's name
        """Give the parts of a note that stand behind empty lines; the library takes one of these and no more."""
        found: list[str] = []
        while (filled := next((n for n, each in enumerate(blocks) if each.strip("\n")), None)) is not None:
            part = blocks[filled].lstrip("\n")
            if not part.startswith(DEEP):
                break
            empty = "\n\n".join([*blocks[:filled], blocks[filled].removesuffix(part)])
            blocks[: filled + 1] = [part]
            first, *rest = super().detectTabbed(blocks)
            found += [empty + first, *rest]
        return found


class EntryBlocks(DefListIndentProcessor):
    """Gives what is indented below an entry of a list to the note or the meaning in it that it belongs to.

    The library looks for lists alone there, and makes code of all that is indented further.
    """

    def __init__(self, md: Markdown, notes: NoteBlocks) -> None:
        super().__init__(md.parser)
        self.notes = notes

    def test(self, parent: Element, block: str) -> bool:
        """Take what the library takes: outside lists, meanings and notes have their blocks already."""
        within = parent.tag == "li" or (len(parent) > 0 and parent[-1].tag in ("ul", "ol"))
        return within and super().test(parent, block)

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Take a block."""
        latest, level = self.notes.latest, self.find_note_level(parent)
        self.notes.latest = None
        if latest and level is not None and blocks[0].startswith(DEEP * (level + 1)):
            self.notes.latest = latest
            self.notes.footnotes.footnotes[latest[1]] += "\n\n" + self.looseDetab(blocks.pop(0), level + 1)
        else:
            super().run(parent, blocks)

    def find_note_level(self, parent: Element) -> int | None:
        """Tell how deep in the entries that end here the note found last stands, if in one of them."""
        level = int(self.parser.state.isstate("list"))
        element: Element | None = parent
        while self.notes.latest and element is not None and element.tag in (parent.tag, *ENTRY_TAGS):
            if element is self.notes.latest[0]:
                return level
            element = self.lastChild(element)
            level += element is not None and element.tag in self.LIST_TYPES
        return None


class OrderedFootnotes(FootnoteExtension):
    """Footnotes by their use."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        """Register what the library does, and the order."""
        self.setConfig("USE_DEFINITION_ORDER", value=False)
        super().extendMarkdown(md)
        notes = NoteBlocks(self)
        md.parser.blockprocessors.register(notes, "footnote", 17)
        md.parser.blockprocessors.register(EntryBlocks(md, notes), "indent", 90)
        md.treeprocessors.register(NoteOrder(self), "footnote-reorder", 19)


def makeExtension(**configs: object) -> OrderedFootnotes:  # noqa: N802 - the library's name
    """Make the extension."""
    return OrderedFootnotes(**configs)
