"""What is taken out of a file to be judged, and how zip files are opened; knows no format and judges nothing."""

import io
import zipfile
from collections.abc import Iterator

from msgspec import Struct

# More text than this no document of a township has; a small file that unpacks to more is a bomb.
LARGEST = 32 << 20
PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".avif", ".gif")


class Extract(Struct, frozen=True):
    """A text of a file and where in the file it is; or, with `failure`, why there is none (a catalogue text).

    `sort` is `line` (the whole of a text file), `page`, `paragraph`, `cell`, `part`, `metadata`, or `position`: then
    the file says where a picture was taken.
    """

    sort: str
    where: str = ""
    text: str = ""
    failure: str = ""


class TooLargeError(Exception):
    """A file that holds more than can be looked into."""


def read_zip_members(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Give the files in a zip file, by name; raises TooLargeError for what unpacks to too much."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        infos = sorted((each for each in archive.infolist() if not each.is_dir()), key=lambda each: each.filename)
        if sum(each.file_size for each in infos) > 4 * LARGEST:
            raise TooLargeError
        for each in infos:
            if each.flag_bits & 1:
                raise ValueError(each.filename)
            if each.file_size > LARGEST:
                raise TooLargeError
            yield each.filename, archive.read(each)
