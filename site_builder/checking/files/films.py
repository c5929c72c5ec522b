"""Films that not everyone can follow: those without captions (WCAG 2.2, 1.2.2), or with such as no browser reads."""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from site_builder.problem import Place, Problem, make_problem
from site_builder.site.films import CAPTIONS, find_film_parts, is_film, list_film_paths
from site_builder.site.organise import Site
from site_builder.site.resolve_links import find_target

# WebVTT, section 4.1: how a file of captions begins.
MARKS = (b"WEBVTT", b"\xef\xbb\xbfWEBVTT")


def check_films(site: Site, folder: Path) -> Iterator[Problem]:
    """Find the films that public texts show without captions."""
    told = set[str]()
    for item in site.items:
        for link in item.links:
            path = find_target(site, item, link.target)[0] if link.picture and is_film(link.target) else ""
            if path in told or path not in site.files:
                continue
            told.add(path)
            if not find_film_parts(site, item, path).tracks:
                yield make_missing_problem(path)
            captions = (each for each in list_film_paths(site, path) if each.endswith(CAPTIONS))
            yield from (make_form_problem(each) for each in captions if not has_mark(folder / "content" / each))


def make_missing_problem(path: str) -> Problem:
    """Say that a film has no captions."""
    name = PurePosixPath(path).name
    message = "this film has no captions: who cannot hear it cannot follow it"
    hint = (
        "put {captions} beside it (WebVTT), and its words in {words}; "
        "where it has no sound, write into the item that shows it: {note}"
    )
    note = f"<!-- accept accessibility {name}: … -->"
    stem = PurePosixPath(name).stem
    at = Place(f"content/{path}")
    return make_problem(
        "warning", "accessibility", at, message, hint, captions=f"{stem}.vtt", words=f"{stem}.txt", note=note
    )


def make_form_problem(path: str) -> Problem:
    """Say that a file of captions is none that browsers read."""
    message, hint = "browsers read no captions in this file", "its first line has to be: WEBVTT"
    return make_problem("error", "accessibility", Place(f"content/{path}", 1), message, hint)


def has_mark(file: Path) -> bool:
    """Tell whether a file begins like one of captions."""
    with file.open("rb") as stream:
        return stream.read(9).startswith(MARKS)
