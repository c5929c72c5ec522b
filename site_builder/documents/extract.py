"""What is taken out of a file to be judged; knows no format and judges nothing."""

from msgspec import Struct

PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".avif", ".gif")


class Extract(Struct, frozen=True):
    """A text of a file and where in the file it is; or, with `failure`, why there is none (a catalogue text).

    `sort` is `line` (the whole of a text file), `page`, `paragraph`, `cell`, `part`, `metadata`, or `position`: then
    the file says where a picture was taken. A `table` repeats what paragraphs say, with a line for each row and tabs
    between its cells.
    """

    sort: str
    where: str = ""
    text: str = ""
    failure: str = ""
