"""A body's HTML with placeholders + the answers to its links -> the HTML that stands on a page; looks nothing up."""

import re
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

ATTRIBUTES = r'(?: [\w:-]+="[^"]*")*'
ANCHOR = re.compile(rf'<a({ATTRIBUTES}) href="slot:(\d+)"({ATTRIBUTES})>(.*?)</a>', re.DOTALL)
PICTURE = re.compile(rf'<img({ATTRIBUTES}) src="slot:(\d+)"({ATTRIBUTES})>')
ANY_ANCHOR = re.compile(r"<a [^>]*>.*?</a>", re.DOTALL)
# What a picture of a gallery, or within a link, carries until its place is filled.
IN_GALLERY, LINKED = ' data-gallery=""', ' data-linked=""'
WORDS = re.compile(r' alt="([^"]*)"')
IDENTIFIERS = (' id="', ' href="#', ' headers="', ' for="', ' aria-labelledby="', ' aria-describedby="')


# How wide a picture is shown: as the text is, or as a phone is without its margins.
SIZES = "(min-width: 42rem) 40rem, calc(100vw - 2rem)"
GALLERY_SIZES = "(min-width: 42rem) 13rem, 50vw"
# A text has room for so many pixels from side to side, and a window for so many from top to bottom.
TEXT_WIDTH, WINDOW_HEIGHT = 640, 600


class Rendition(Struct, frozen=True, array_like=True):
    """A picture in one format: its media type, and the candidates of a `srcset`: href and width of each."""

    type: str
    candidates: tuple[tuple[str, int], ...]

    @property
    def srcset(self) -> str:
        """The value of a `srcset`."""
        return ", ".join(f"{href} {width}w" for href, width in self.candidates)


class CaptionTrack(Struct, frozen=True, array_like=True):
    """Captions of a film: the tag of their language, its name, their href."""

    tag: str
    name: str
    href: str


class FilmParts(Struct, frozen=True, array_like=True):
    """What is shown of a film: its media type, captions, the tag of those that are shown at once, hrefs of the rest.

    `poster` is the picture before it begins, `transcript` a file with its words, `label` what that is called; the first
    two are "" where there is none.
    """

    type: str
    tracks: tuple[CaptionTrack, ...]
    default: str
    poster: str
    transcript: str
    label: str


class LinkTarget(Struct, frozen=True):
    """What a link of a body leads to: an href ("" for what is not public), and the pixels of a picture.

    `sources` are a picture's smaller forms, the best first; `fallback` is the form that every browser shows, None where
    that is the picture itself. A `film` is shown where a picture would be.
    """

    href: str
    width: int = 0
    height: int = 0
    sources: tuple[Rendition, ...] = ()
    fallback: Rendition | None = None
    film: FilmParts | None = None

    @property
    def fallback_href(self) -> str:
        """The href of what every browser shows."""
        return self.fallback.candidates[-1][0] if self.fallback else self.href

    @property
    def fallback_size(self) -> tuple[int, int]:
        """The pixels of what every browser shows."""
        if not self.fallback:
            return self.width, self.height
        width = self.fallback.candidates[-1][1]
        return width, max(1, round(self.height * width / self.width))

    def take_narrowest(self) -> "LinkTarget":
        """Give the same picture in the narrowest of each of its forms."""
        narrow = [replace(each, candidates=each.candidates[:1]) for each in (*self.sources, self.fallback) if each]
        sources, usual = (narrow[:-1], narrow[-1]) if self.fallback else (narrow, None)
        return replace(self, sources=tuple(sources), fallback=usual)


def fill_placeholders(  # noqa: PLR0913 - where the page is read, and how
    html: str,
    links: Sequence[LinkTarget],
    prefix: str = "",
    origin: str = "",
    *,
    lazy: bool = False,
    enlarge: bool = False,
) -> str:
    """Put answers into placeholders; an answer without href leaves the words alone.

    `prefix` goes before every id where several bodies stand on one page; `origin` before every href where the page is
    read away from the site, as in a feed, where a picture has one form. The first picture is loaded at once, unless it
    stands `lazy` another. `enlarge` has pictures that are shown smaller than they are lead to the whole of them.
    """
    waits = lazy

    def fill_anchor(found: re.Match[str]) -> str:
        before, number, behind, words = found.groups()
        href = links[int(number)].href
        return f'<a{before} href="{escape_href(origin, href)}"{behind}>{words}</a>' if href else words

    def fill_picture(found: re.Match[str]) -> str:
        nonlocal waits
        before, number, behind = found.groups()
        answer = links[int(number)]
        in_gallery, linked = IN_GALLERY in before, LINKED in before
        before = before.replace(IN_GALLERY, "").replace(LINKED, "")
        if not answer.href:
            return ""
        if answer.film:
            return render_film(answer.href, answer.film, before + behind, origin)
        if origin:
            return f'<img{before} src="{escape_href(origin, answer.fallback_href)}"{behind}{format_size(answer)}>'
        lazily, waits = waits, True
        picture = render_picture(answer, before, behind, lazily=lazily, sizes=GALLERY_SIZES if in_gallery else SIZES)
        return (
            link_picture(answer, picture) if enlarge and not linked and (in_gallery or is_reduced(answer)) else picture
        )

    if enlarge and "<img" in html:
        html = ANY_ANCHOR.sub(lambda found: found[0].replace("<img", f"<img{LINKED}"), html)
    if "slot:" in html:
        html = PICTURE.sub(fill_picture, ANCHOR.sub(fill_anchor, html))
    for attribute in IDENTIFIERS if prefix else ():
        html = html.replace(attribute, attribute + prefix)
    return html


def render_film(href: str, film: FilmParts, attributes: str, origin: str = "") -> str:
    """Write a film with its words, which stand in `attributes` as those of a picture; away from the site, a link to it.

    Nothing of it is loaded before somebody wants to see it.
    """
    found = WORDS.search(attributes)
    words, source = found[1] if found else "", escape_href(origin, href)
    link = f'<a href="{source}">{words}</a>'
    if origin:
        return link
    tracks = "".join(
        f'<track kind="captions" src="{escape_href("", each.href)}" srclang="{each.tag}" label="{each.name}"'
        f"{' default' if each.tag == film.default else ''}>"
        for each in film.tracks
    )
    poster = f' poster="{escape_href("", film.poster)}"' if film.poster else ""
    said = f' <a href="{escape_href("", film.transcript)}">{film.label}</a>' if film.transcript else ""
    return (
        f'<span class="film"><video controls preload="none"{poster} aria-label="{words}">'
        f'<source src="{source}" type="{film.type}">{tracks}{link}</video>'
        f'<span class="caption">{words}{said}</span></span>'
    )


def is_reduced(answer: LinkTarget) -> bool:
    """Tell whether a text or a window has no room for all of a picture."""
    return answer.width > TEXT_WIDTH or answer.height > WINDOW_HEIGHT


def link_picture(answer: LinkTarget, picture: str, label: str = "") -> str:
    """Have a picture lead to the whole of it; `label` says so where the picture has no words."""
    name = f' aria-label="{label}"' if label else ""
    return f'<a class="enlarge" href="{escape_href("", answer.href)}"{name}>{picture}</a>'


def render_picture(
    answer: LinkTarget, before: str, behind: str = "", *, lazily: bool = False, sizes: str = SIZES
) -> str:
    """Write a picture in all its forms; `before` and `behind` are the attributes around its address."""
    loading = ' loading="lazy"' if lazily else ""
    usual = f' srcset="{answer.fallback.srcset}" sizes="{sizes}"' if answer.fallback else ""
    image = f'<img{before} src="{escape_href("", answer.fallback_href)}"{usual}{behind}{format_size(answer)}{loading}>'
    if not answer.sources:
        return image
    sources = "".join(f'<source type="{s.type}" srcset="{s.srcset}" sizes="{sizes}">' for s in answer.sources)
    return f"<picture>{sources}{image}</picture>"


def format_size(answer: LinkTarget) -> str:
    """Write the size of a picture, so that its place is kept while it loads."""
    return f' width="{answer.width}" height="{answer.height}"' if answer.width and answer.height else ""


def escape_href(origin: str, href: str) -> str:
    """Write an href as an attribute's value."""
    address = href if href.startswith("#") else origin + href
    return address.replace("&", "&amp;").replace('"', "&quot;")
