"""The outputs of a build as values: pages with their inputs, files that are copied; nothing here is made yet."""

from msgspec import Struct

from site_builder.images.icons import IconForm
from site_builder.images.share_picture import ShareWords, compute_share_key
from site_builder.images.variants import Variant
from site_builder.model import Attachment, Picture

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


class SharePicture(Struct, frozen=True):
    """A picture by which a page is shared: its words, the file of the mark above them ("" for none) and its digest.

    The mark is a file of the site, or one of the theme (`static/…`).
    """

    words: ShareWords
    mark: str = ""
    mark_digest: str = ""


class Asset(Struct, frozen=True):
    """One output that is made of a file's bytes: its path below the output folder, the file below site or theme.

    It is a copy, with the digest and the number of bytes given; of a `picture` the same picture cleaned, one of its
    variants, or an `icon`; of a font a picture to `share`; of a stylesheet of the theme the same rules in fewer bytes.
    Of settings it is the `text` that they come to, of which are digest and size.
    `origin` is the file of the item that it is made for alone.
    """

    path: str
    source: str
    digest: str
    size: int
    theme: bool = False
    picture: Picture | None = None
    variant: Variant | None = None
    icon: IconForm | None = None
    share: SharePicture | None = None
    origin: str = ""
    text: str = ""

    @property
    def is_stylesheet(self) -> bool:
        """Whether it is a stylesheet of the theme; those of content/static/ are copied."""
        return self.theme and self.source.endswith(".css")

    @property
    def is_copy(self) -> bool:
        """Whether it has the very bytes of its file."""
        return not (self.picture or self.share or self.text or self.is_stylesheet)

    @property
    def needs_encoding(self) -> bool:
        """Whether it has to be drawn or encoded; any other is made as fast as it is read."""
        picture = self.picture is not None and self.picture.needs_encoding
        return picture or not (self.variant is None and self.icon is None and self.share is None)

    @property
    def fingerprint(self) -> str:
        """What it is made of and how."""
        if self.is_stylesheet:
            return f"{STYLESHEET} {self.digest}"
        if self.share is not None:
            return f"share {compute_share_key(self.share.words, self.digest, self.share.mark_digest)}"
        if self.picture is None:
            return f"{'made' if self.text else 'copy'} {self.digest}"
        if self.icon is not None:
            return f"icon {self.icon.size} {self.picture.variant_key}"
        if self.variant is None:
            return f"clean {self.picture.variant_key}"
        return f"{self.variant.form} {self.variant.width} {self.picture.variant_key}"


class ThemeFile(Struct, frozen=True):
    """A file of templates/static/: name below it, digest, bytes, whether it is the site's own.

    One that is made of the site's `icon` has the digest of that.
    """

    name: str
    digest: str
    size: int
    own: bool = False
    icon: Attachment | None = None
