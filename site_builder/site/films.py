"""Films that texts show: which files are some, and what lies beside one: captions, transcript, picture; opens none.

`film.mp4` has its captions in `film.vtt`, those of a language in `film.zh.vtt`; its words in `film.txt`, its picture in
`film.jpg`.
"""

from collections.abc import Iterator
from pathlib import PurePosixPath

from site_builder import urls
from site_builder.language import find_native_name, make_translator
from site_builder.markdown.link_placeholders import CaptionTrack, FilmParts
from site_builder.model import Attachment, Item, Language
from site_builder.site.organise import Site

FILM_TYPES = {".mp4": "video/mp4", ".m4v": "video/mp4", ".webm": "video/webm"}
CAPTIONS = ".vtt"
TRANSCRIPTS = (".txt", ".html", ".docx", ".md")
POSTERS = (".jpg", ".jpeg", ".png", ".webp")


def is_film(path: str) -> bool:
    """Tell by its name whether a file is a film that browsers show."""
    return PurePosixPath(path).suffix.lower() in FILM_TYPES


def find_film_parts(site: Site, item: Item, path: str) -> FilmParts:
    """Give what is shown of a film, by its path below content/, within an item."""
    languages = site.config.languages
    own = next((each for each in languages if each.id == item.lang), languages[0])
    say = make_translator(own.locale)
    tracks = tuple(
        CaptionTrack(language.tag, language.name or find_native_name(language.locale) or language.id, href)
        for language, href in list_captions(site, path)
    )
    return FilmParts(
        FILM_TYPES[PurePosixPath(path).suffix.lower()],
        tracks,
        default=own.tag,
        poster=find_href(site, path, *POSTERS),
        transcript=find_href(site, path, *(start + end for start in (f".{own.id}", "") for end in TRANSCRIPTS)),
        label=say("What is said and shown in this film"),
    )


def list_captions(site: Site, path: str) -> Iterator[tuple[Language, str]]:
    """Give the captions by language; those that name none are in the main language of the site."""
    languages = site.config.languages
    for number, language in enumerate(languages):
        ends = (f".{language.id}{CAPTIONS}", *([CAPTIONS] if number == 0 else []))
        href = find_href(site, path, *ends)
        if href:
            yield language, href


def find_href(site: Site, path: str, *ends: str) -> str:
    """Give the href of the first public file that is called like a film but for its end; "" where there is none."""
    for file in (find_beside(site, path, end) for end in ends):
        if file and not file.failure:
            return urls.make_href(site.config.base_path, site.addresses[file.path])
    return ""


def find_beside(site: Site, path: str, end: str) -> Attachment | None:
    """Give the file that is called like a film but for its end."""
    return site.files.get(str(PurePosixPath(path).with_suffix("")) + end)


def list_film_paths(site: Site, path: str) -> Iterator[str]:
    """Give the paths of what is shown together with a film, but for what it says in words."""
    ends = [*POSTERS, CAPTIONS, *(f".{each.id}{CAPTIONS}" for each in site.config.languages)]
    for end in ends:
        file = find_beside(site, path, end)
        if file:
            yield file.path
