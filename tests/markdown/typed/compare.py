"""What a page has to say, held against what it says -> the places of the source that are lost or changed unsaid."""

from collections.abc import Collection, Iterator

from tests.markdown.typed.page import Page
from tests.markdown.typed.source import Expected, Piece


def find_losses(body: str, expected: Expected, page: Page, told: Collection[int]) -> list[str]:
    """Give a sentence for each part of the page that does not say what was typed; `told` are lines with a Problem."""
    losses = []
    if failed := find_difference(body, expected.pieces, page.text, told):
        losses.append(failed)
    for title in expected.titles:
        shown = any(find_difference(body, title.pieces, each, told) is None for each in page.titles)
        if (
            not shown
            and not any(title.written in each for each in (page.text, *page.notes))
            and not is_told(body, title.pieces, told)
        ):
            losses.append(f"nothing is titled {show(title.pieces)}; there are {page.titles}")
    left = list(page.notes)
    for note in expected.notes:
        fitting = next((each for each in left if find_difference(body, note, each, told) is None), None)
        if fitting is None:
            losses.append(f"no note at the end says {show(note)}; left are {left}")
        else:
            left.remove(fitting)
    return losses


def find_difference(body: str, pieces: list[Piece], text: str, told: Collection[int]) -> str | None:
    """Match the pieces with the text from the left; all ways that their forms allow are followed together."""
    places = {0}
    for piece, forms in list_forms(body, pieces, told):
        following = {at + len(form) for at in places for form in forms if text.startswith(form, at)}
        if not following:
            line = body.count("\n", 0, piece.offset) + 1
            return f"line {line}: {piece.forms} is not where it was typed; there is {text[max(places) :][:40]!r}"
        places = following
    if len(text) in places:
        return None
    return f"the page says more than was typed: {text[max(places) :][:40]!r}"


def list_forms(body: str, pieces: list[Piece], told: Collection[int]) -> Iterator[tuple[Piece, tuple[str, ...]]]:
    """Give each piece with its forms; on a line that has a Problem, each character may also be missing."""
    for piece in pieces:
        if told and any(body.count("\n", 0, at) + 1 in told for at in (piece.told_at, piece.offset)):
            if len(piece.forms) > 1:
                yield piece, ("", *piece.forms)
            else:
                for character in piece.forms[0]:
                    yield piece, ("", character)
        else:
            yield piece, piece.forms


def is_told(body: str, pieces: list[Piece], told: Collection[int]) -> bool:
    return any(body.count("\n", 0, piece.told_at) + 1 in told for piece in pieces)


def show(pieces: list[Piece]) -> str:
    return repr("".join(piece.forms[-1] for piece in pieces)[:60])
