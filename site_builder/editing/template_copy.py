"""A file of the theme -> a copy in the site's templates, which says what it is a copy of; overwrites none unasked."""

import difflib
import re
from pathlib import Path

from msgspec import Struct

from site_builder import __version__
from site_builder.atomic import write_whole
from site_builder.building.theme import Theme
from site_builder.building.theming.copies import (
    FIRST_LINE,
    CopiedFile,
    find_file_below,
    get_form,
    list_changes,
    read_copied_file,
)
from site_builder.building.theming.names import PREFIX, ThemeLayer
from site_builder.problem import CommandError
from site_builder.spelling import find_close_match

# Where a template names one of the layers below its own.
REFERENCE = re.compile(rf"(\{{%[-+]?\s*(?:extends|include|import|from)\s*\[?\s*[\"'])(?={PREFIX})")


class TemplateCopy(Struct, frozen=True):
    """A copy that was written: its path below the site, what it is a copy of and the digest of that.

    `has_blocks` where another file could extend it instead.
    """

    path: str
    origin: str
    digest: str
    has_blocks: bool = False


class TemplateDifference(Struct, frozen=True):
    """What changed in a copied file since it was copied, as lines of a unified diff.

    `is_whole` where the original is gone, so that what the site changed itself stands among it.
    """

    name: str
    origin: str
    now: str
    lines: tuple[str, ...]
    is_whole: bool = False


def copy_template(site: Path, theme: Theme, name: str, *, overwrite: bool) -> TemplateCopy:
    """Copy a template or stylesheet; raise CommandError (2) for one that is none, or that the site has already."""
    layer, digest = find_origin(theme, name)
    form, file = get_form(name), site / "templates" / name
    if form is None:
        message = "{name} has no line that could say what it is a copy of; copy {file} yourself"
        raise CommandError(2, message, name=name, file=layer.folder / name)
    if file.exists() and file.samefile(layer.folder / name):
        raise CommandError(2, "{file} is the program's own", file=f"templates/{name}")
    if file.exists() and not overwrite:
        message = "{file} is there already; --overwrite puts the new copy in its place"
        raise CommandError(2, message, file=f"templates/{name}")
    data = (layer.folder / name).read_bytes()
    origin = name_origin(theme, layer)
    copied = CopiedFile(name, origin, digest, file)
    text = data.decode("utf-8", "surrogateescape")
    if name in layer.templates:
        text = deepen_references(text, theme.layers.index(layer) + (theme.layers[0].owner != "site"))
    write_file(copied.original, data)
    first = form.format(format_first_line(copied))
    write_file(file, f"{first}\n{text}".encode("utf-8", "surrogateescape"))
    return TemplateCopy(f"templates/{name}", origin, digest, "{% block " in text)


def mark_seen(theme: Theme, name: str) -> TemplateCopy:
    """Write into a copy that it is one of what the file is now; raise CommandError (2) where it is no copy."""
    copied = require_copy(theme, name)
    layer, digest = find_origin(theme, name)
    renewed = CopiedFile(name, name_origin(theme, layer), digest, copied.file)
    text = copied.file.read_bytes().decode("utf-8", "surrogateescape")
    first = (get_form(name) or "").format(format_first_line(renewed))
    write_file(copied.original, (layer.folder / name).read_bytes())
    text = FIRST_LINE.sub(lambda _: first, text, count=1)
    write_file(copied.file, text.encode("utf-8", "surrogateescape"))
    return TemplateCopy(f"templates/{name}", renewed.origin, digest)


def compare_copy(theme: Theme, name: str) -> TemplateDifference:
    """Tell what changed since a file was copied; raise CommandError (2) where it is no copy."""
    copied = require_copy(theme, name)
    layer, digest = find_origin(theme, name)
    now, origin = layer.folder / name, name_origin(theme, layer)
    if digest == copied.digest or copied.original.is_file():
        lines = list_changes(copied, now) if digest != copied.digest else []
        return TemplateDifference(name, copied.origin, origin, tuple(lines))
    own, other = (each.read_text("utf-8", "replace").splitlines() for each in (copied.file, now))
    lines = list(difflib.unified_diff(own, other, f"templates/{name}", f"{name} ({origin})", lineterm=""))
    return TemplateDifference(name, copied.origin, origin, tuple(lines), is_whole=True)


def require_copy(theme: Theme, name: str) -> CopiedFile:
    """Give a copy of the site's; raise CommandError (2) where it is none."""
    own = theme.layers[0] if theme.layers and theme.layers[0].owner == "site" else None
    has_file = own is not None and (name in own.templates or name in own.static)
    copied = read_copied_file(own, name) if own is not None and has_file else None
    if copied is None:
        raise CommandError(2, "{file} is no copy that says what it is a copy of", file=f"templates/{name}")
    return copied


def find_origin(theme: Theme, name: str) -> tuple[ThemeLayer, str]:
    """Find the layer below the site's own that has a file, and the file's digest; CommandError (2) for none."""
    below = [each for each in theme.layers if each.owner != "site"]
    layer, digest = find_file_below(below, name)
    if layer is None:
        known = sorted({path for each in below for path in (*each.templates, *each.static)})
        guess = find_close_match(name, known)
        message = (
            'there is no template "{value}"; did you mean {guess}?'
            if guess
            else 'there is no template "{value}"; bulletin theme list shows what there is'
        )
        raise CommandError(2, message, value=name, guess=guess)
    return layer, digest


def name_origin(theme: Theme, layer: ThemeLayer) -> str:
    """Name whose a layer is, with the version."""
    if layer.owner == "package" and theme.package:
        return f"{theme.package.name} {theme.package.version}".strip()
    return f"bulletin {__version__}"


def format_first_line(copied: CopiedFile) -> str:
    """Write what the first line of a copy says."""
    return f"A copy of {copied.name} of {copied.origin}, {copied.digest}"


def deepen_references(text: str, layers: int) -> str:
    """Have a template that is put so many layers higher name the same files below it as before."""
    return REFERENCE.sub(lambda found: found[0] + PREFIX * layers, text) if layers else text


def write_file(file: Path, data: bytes) -> None:
    """Write a file with the folders above it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(file, data)
