"""What of a Word file does not come over, each kind with how often and where; decides nothing about it."""

from msgspec import Struct

COMMENTS = "comments of reviewers were left out"
INSERTED = "tracked changes: what was inserted was taken over"
DELETED = "tracked changes: what was deleted was left out"
HIDDEN = "hidden text was left out"
EQUATIONS = "equations were written as plain text; compare them with the original"
BOXES = "text boxes: their text stands behind the paragraph they were anchored to"
CHARTS = "charts were left out; put a picture of each into the item's folder"
DIAGRAMS = "SmartArt was left out"
OBJECTS = "embedded objects were left out, such as Excel sheets; attach them as files"
LINKED = "pictures that are not in the file, only linked, were left out"
PICTURES = "pictures in a form that browsers do not show (such as EMF) were left out"
HEADERS = "headers and footers were left out"
CONTENTS = "the table of contents was left out"
MERGED = "tables with merged cells were written as HTML"
NESTED = "tables within tables were written as text in their cell"
RUBY = "pronunciation above characters was left out"
LINKS = "links to other files or to places within the document were written as plain text"
UNDERLINED = "underlining was left out"
INCLUDED = "other documents that are embedded were left out"
TABS = "tabs between words were written as spaces; where they made columns, make a table of them"
SYMBOLS = "signs of special fonts were left out"
UNKNOWN = "text that stands in something unknown here was left out"
NOTES_IN_TABLES = "footnotes in a table with merged cells were written into the text"
# So many places are shown of each kind, so much of each.
MOST_PLACES, LONGEST_PLACE = 3, 16


class Loss(Struct, frozen=True):
    """One kind of loss: a catalogue text, how often, and the beginnings of the first paragraphs concerned."""

    message: str
    times: int
    places: tuple[str, ...]


class Losses:
    """Collects losses."""

    def __init__(self) -> None:
        """Begin without any."""
        self.found: dict[str, list[str]] = {}

    def add(self, message: str, place: str = "") -> None:
        """Note a loss; `place` is the text of its paragraph."""
        self.found.setdefault(message, []).append(shorten_text(place))

    def list_losses(self) -> tuple[Loss, ...]:
        """Give the losses, each kind once."""
        return tuple(
            Loss(message, len(places), tuple(dict.fromkeys(filter(None, places)))[:MOST_PLACES])
            for message, places in self.found.items()
        )


def shorten_text(text: str) -> str:
    """Give so much of a paragraph that it can be found."""
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_PLACE else text[:LONGEST_PLACE] + "…"
