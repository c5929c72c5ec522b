"""The outputs of a build as values: pages with their inputs, files that are copied; nothing here is made yet."""

from msgspec import Struct

from site_builder.images.variants import Variant
from site_builder.model import Picture

# Another number where `shorten_stylesheet` makes other bytes of the same file.
STYLESHEET = "style-1"


class Page(Struct, frozen=True):
    """One HTML, XML or calendar output.

    `path` is below the output folder; `view` names the pure function that makes what the template sees of `inputs` and
    of the HTML of `bodies` (digests); without a template the view's answer is the text itself.
    `locale` is Babel's name; `origin` is the file it comes from, for Problems.
    """

    path: str
    view: str
    template: str
    locale: str
    inputs: tuple[Struct, ...]
    bodies: tuple[str, ...] = ()
    origin: str = ""


class Asset(Struct, frozen=True):
    """One output that is made of a file's bytes: its path below the output folder, the file below site or theme.

    It is a copy, with the digest and the number of bytes given; of a `picture` the same picture cleaned, or one of its
    variants; of a stylesheet of the theme the same rules in fewer bytes.
    """

    path: str
    source: str
    digest: str
    size: int
    theme: bool = False
    picture: Picture | None = None
    variant: Variant | None = None

    @property
    def is_stylesheet(self) -> bool:
        """Whether it is a stylesheet of the theme; those of content/static/ are copied."""
        return self.theme and self.source.endswith(".css")

    @property
    def is_copy(self) -> bool:
        """Whether it has the very bytes of its file."""
        return self.picture is None and not self.is_stylesheet

    @property
    def fingerprint(self) -> str:
        """What it is made of and how."""
        if self.is_stylesheet:
            return f"{STYLESHEET} {self.digest}"
        if self.picture is None:
            return f"copy {self.digest}"
        if self.variant is None:
            return f"clean {self.picture.variant_key}"
        return f"{self.variant.form} {self.variant.width} {self.picture.variant_key}"


class ThemeFile(Struct, frozen=True):
    """A file of templates/static/: name below it, digest, bytes."""

    name: str
    digest: str
    size: int
