"""An SVG without what could run, load, or tell of its author: a strict list of elements; resolves no entity.

What is not on the list goes with all that is in it, but for links, of which the content stays. Written anew in UTF-8.
"""

import re
from base64 import b64decode, b64encode
from contextlib import suppress
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from site_builder.images.strip_metadata import TooManyPartsError, strip_metadata

SVG, XLINK, XML = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink", "http://www.w3.org/XML/1998/namespace"
ELEMENTS = frozenset(
    [
        *("svg", "g", "defs", "symbol", "use", "title", "desc", "switch", "view", "style", "image"),
        *("path", "rect", "circle", "ellipse", "line", "polyline", "polygon"),
        *("text", "tspan", "textPath", "linearGradient", "radialGradient", "stop", "pattern", "clipPath", "mask"),
        *("marker", "filter", "feBlend", "feColorMatrix", "feComponentTransfer", "feComposite", "feConvolveMatrix"),
        *("feDiffuseLighting", "feDisplacementMap", "feDistantLight", "feDropShadow", "feFlood", "feFuncA", "feFuncB"),
        *("feFuncG", "feFuncR", "feGaussianBlur", "feMerge", "feMergeNode", "feMorphology", "feOffset"),
        *("fePointLight", "feSpecularLighting", "feSpotLight", "feTile", "feTurbulence"),
    ]
)
# Elements of which only the mark goes.
UNWRAPPED_ELEMENTS = frozenset(["a"])
NAME = re.compile(r"(?![oO][nN])[A-Za-z][A-Za-z0-9-]*")
# What a style or an attribute may refer to: a part of the same file.
REFERENCE = re.compile(r"url\(\s*+(?!['\"]?#)", re.IGNORECASE)
UNSAFE = re.compile(
    r"\\|@import|javascript:|expression\s*\(|image-set|src\s*\(|-moz-binding|behavior\s*:", re.IGNORECASE
)
EMBEDDED_PICTURE = re.compile(r"data:image/(png|jpe?g|gif|webp);base64,([A-Za-z0-9+/=\s]+)", re.IGNORECASE)
DEEPEST = 200
# An SVG of more bytes, or of more elements and attributes, is no drawing that a browser on a phone could show.
MOST_BYTES, MOST_MARKS = 8 << 20, 400_000


class EntityError(ValueError):
    """An SVG declares entities, by which a few bytes could become gigabytes, or bring in other files."""


def sanitize_svg(data: bytes) -> bytes:
    """Give an SVG's bytes, cleaned; raises EntityError, TooManyPartsError, or ValueError for what is no SVG."""
    if len(data) > MOST_BYTES or data.count(b"<") + data.count(b"=") > MOST_MARKS:
        raise TooManyPartsError
    sanitizer = SvgSanitizer()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = sanitizer.handle_start
    parser.EndElementHandler = sanitizer.handle_end
    parser.CharacterDataHandler = sanitizer.handle_text
    parser.EntityDeclHandler = refuse_entity
    parser.SkippedEntityHandler = refuse_entity
    try:
        parser.Parse(data, True)  # noqa: FBT003 - expat takes no names
    except (expat.ExpatError, LookupError) as error:
        raise ValueError("svg") from error
    if not sanitizer.parts:
        raise ValueError("svg")
    return "".join(sanitizer.parts).encode() + b"\n"


def refuse_entity(*_: object) -> None:
    """Meet a declaration of an entity, or an entity that nothing declares here."""
    raise EntityError("svg")


class SvgSanitizer:
    """One SVG as it is written: what is left out is counted by its depth."""

    def __init__(self) -> None:
        """Begin."""
        self.parts: list[str] = []
        self.open: list[str] = []
        self.left_out = 0
        self.style: list[str] | None = None

    def handle_start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin an element."""
        space, _, local = name.rpartition(" ")
        if len(self.open) > DEEPEST:
            raise ValueError("svg")
        if not self.open and not self.parts and (local != "svg" or space not in {SVG, ""}):
            raise ValueError("svg")
        image = local == "image" and not self.left_out
        picture = format_embedded_picture(attributes) if image else ""
        if (
            self.left_out
            or space not in {SVG, ""}
            or (local not in ELEMENTS and local not in UNWRAPPED_ELEMENTS)
            or (image and not picture)
        ):
            self.left_out += 1
            return
        self.open.append(local)
        if local in UNWRAPPED_ELEMENTS:
            return
        first = "" if self.parts else f' xmlns="{SVG}" xmlns:xlink="{XLINK}"'
        kept = "".join(
            format_attribute(key, value) for key, value in attributes.items() if not (image and is_href(key))
        )
        self.parts.append(f"<{local}{first}{kept}{picture}>")
        if local == "style":
            self.style = []

    def handle_end(self, name: str) -> None:
        """End an element."""
        del name
        if self.left_out:
            self.left_out -= 1
            return
        local = self.open.pop()
        if self.style is not None and local == "style":
            css = "".join(self.style)
            self.style = None
            self.parts.append(escape(css) if is_safe(css) else "")
        if local not in UNWRAPPED_ELEMENTS:
            self.parts.append(f"</{local}>")

    def handle_text(self, data: str) -> None:
        """Write text."""
        if not self.open or self.left_out:
            return
        if self.style is not None:
            self.style.append(data)
        else:
            self.parts.append(escape(data))


def format_attribute(key: str, value: str) -> str:
    """Write an attribute; "" where it is left out."""
    space, _, local = key.rpartition(" ")
    if is_href(key):
        return f" xlink:href={quoteattr(value)}" if value.startswith("#") else ""
    if space == XML and local in {"lang", "space"}:
        return f" xml:{local}={quoteattr(value)}"
    if space or not NAME.fullmatch(local) or not is_safe(value):
        return ""
    return f" {local}={quoteattr(value)}"


def is_href(key: str) -> bool:
    """Tell whether an attribute refers to something."""
    space, _, local = key.rpartition(" ")
    return local == "href" and space in {"", XLINK}


def is_safe(value: str) -> bool:
    """Tell whether a style or a value refers to nothing but parts of its own file."""
    return not REFERENCE.search(value) and not UNSAFE.search(value)


def format_embedded_picture(attributes: dict[str, str]) -> str:
    """Write the reference to a picture that stands within the file itself, stripped; "" for any other."""
    value = next((value for key, value in attributes.items() if is_href(key)), "")
    found = EMBEDDED_PICTURE.fullmatch(value.strip())
    if found is None:
        return ""
    form = found[1].upper().replace("JPG", "JPEG")
    with suppress(ValueError):
        data = b64encode(strip_metadata(b64decode(found[2]), form)).decode()
        return f' xlink:href="data:image/{form.lower()};base64,{data}"'
    return ""
