"""What comes out of the printer, as a reader of it would see it: prints with Chromium, reads back what is on paper."""

import unicodedata
from io import BytesIO

from playwright.sync_api import Page
from pypdf import PdfReader

# Signs that a PDF may name instead of the usual ones, which no form of normalization takes for the same.
LOOK_ALIKES = str.maketrans("戶⻚⻔⻋⻅⻓⻉⻢⻛⻥⻩⻘⺠", "户页门车见长贝马风鱼黄青民")


class Sheet:
    """A sheet: whether it is wider than it is high, its words without spaces, as they are typed."""

    def __init__(self, text: str, *, landscape: bool) -> None:
        self.landscape = landscape
        # A PDF names some Han by look-alikes of them, and breaks lines anywhere.
        self.text = squeeze(text)


def print_sheets(page: Page) -> list[Sheet]:
    """Print the page that is shown, and read what is on each sheet."""
    sheets = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
    return [Sheet(each.extract_text(), landscape=each.mediabox.width > each.mediabox.height) for each in sheets]


def find_missing(sheets: list[Sheet], wanted: list[str]) -> list[str]:
    """Give what of some words is on no sheet."""
    return [each for each in wanted if not any(squeeze(each) in sheet.text for sheet in sheets)]


def squeeze(text: str) -> str:
    """Give a text without spaces, with the usual signs for Han."""
    return "".join(unicodedata.normalize("NFKC", text).translate(LOOK_ALIKES).split())
