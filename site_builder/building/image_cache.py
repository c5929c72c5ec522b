"""Stale pictures -> their bytes: drawn once, in workers, and kept by what they were made of; decides about none.

What is kept lies below `.bulletin/cache/pictures/`; a damaged file there is as good as none.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import cache, partial
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from site_builder.atomic import read_checked, write_checked
from site_builder.checking.files.publishable import FAILURES
from site_builder.foreign_readers import UnreadableFileError, guard_reader
from site_builder.planning.outputs import Asset, SharePicture
from site_builder.problem import CommandError, Place, Problem, make_problem

if TYPE_CHECKING:
    from site_builder.executor import Executor

# So many outputs of one file are drawn in one go: of a picture there are fewer, of a font one for each title.
MOST_AT_ONCE = 32


class ImageCache:
    """One site's pictures as they are published."""

    def __init__(self, site: Path, folder: Path, theme: Sequence[Path] = ()) -> None:
        """Work for a site folder; `folder` is where its runs keep what they share, `theme` are the theme's folders."""
        self.site = site
        self.theme = tuple(theme)
        self.folder = folder / "pictures"
        self.problems: tuple[Problem, ...] = ()

    def encode_missing(
        self, assets: Iterable[Asset], executor: "Executor | None", progress: Callable[[str, int, int], None]
    ) -> bool:
        """Draw what is not kept yet: what is made of one file together, over an executor where there are several.

        Tells whether there was anything to draw; a picture that cannot be is noted as failed.
        """
        wanted: dict[str, list[Asset]] = defaultdict(list)
        for each in assets:
            if each.needs_encoding and read_cached(self.folder, each) is None:
                wanted[each.source].append(each)
        if not wanted:
            return False
        jobs = [made[n : n + MOST_AT_ONCE] for made in wanted.values() for n in range(0, len(made), MOST_AT_ONCE)]
        self.folder.mkdir(parents=True, exist_ok=True)
        work = partial(encode_to_cache, self.site, self.theme, self.folder)
        several = executor if executor is not None and len(jobs) > 1 else None
        drawn = several.map(work, jobs) if several else map(work, jobs)
        for done, failed in enumerate(drawn, 1):
            progress("drawing", done, len(jobs))
            self.problems += (failed,) if failed else ()
        return True

    def load_bytes(self, asset: Asset) -> bytes:
        """Give the bytes of a picture; raises CommandError where its file was changed since it was read."""
        found = read_cached(self.folder, asset) if asset.needs_encoding else None
        return found if found is not None else encode_images(self.site, self.theme, [asset])[0]

    def prune(self, planned: Iterable[Asset]) -> None:
        """Remove what is kept of pictures that are no longer used, once they are more than those that are."""
        if not self.folder.is_dir():
            return
        used = {make_cache_name(each) for each in planned if each.needs_encoding}
        files = {file.name: file for file in self.folder.iterdir()}
        if len(files) > 2 * len(used) + 100:
            for name in sorted(files.keys() - used):
                files[name].unlink(missing_ok=True)


def make_cache_name(asset: Asset) -> str:
    """Name the file in which an output is kept."""
    return asset.fingerprint.replace(" ", "-")


def encode_to_cache(site: Path, theme: Sequence[Path], folder: Path, assets: Sequence[Asset]) -> Problem | None:
    """Draw outputs of one picture and keep them, or say why not.

    One whose file changed meanwhile is left to whoever needs it.
    """
    with suppress(CommandError):
        try:
            drawn = encode_images(site, theme, assets)
        except UnreadableFileError:
            message, hint = FAILURES["broken"]
            if assets[0].share:
                message = "no picture can be drawn with the letters of this font, or the mark above them is damaged"
                hint = "use another font, or another icon"
            return make_problem("error", "picture", Place(assets[0].source), message, hint)
        for asset, data in zip(assets, drawn, strict=True):
            write_checked(folder / make_cache_name(asset), data)
    return None


def read_cached(folder: Path, asset: Asset) -> bytes | None:
    """Give what is kept of an output; None where it is absent or damaged."""
    found = read_checked(folder / make_cache_name(asset))
    return None if found is None else bytes(found)


def encode_images(site: Path, theme: Sequence[Path], assets: Sequence[Asset]) -> list[bytes]:
    """Make outputs of one picture, or one of a font."""
    first = assets[0]
    data = read_unchanged(site / first.source, first.source, first.digest)
    if first.share is not None:
        with guard_reader(CommandError):
            from site_builder.images.share_picture import SharePainter

            painter = SharePainter(data, read_mark(site, theme, first.share))
            return [painter.draw(each.share.words) for each in assets if each.share]
    if first.picture is None:
        raise ValueError(first.path)
    from site_builder.images.encode import encode_original, encode_variants
    from site_builder.images.icons import draw_icon, read_square

    wanted = [each.variant for each in assets if each.variant]
    with guard_reader():
        drawn = iter(encode_variants(data, first.picture, wanted) if wanted else ())
        square = cache(partial(read_square, data))
        return [
            next(drawn)
            if each.variant
            else draw_icon(square(), each.icon)
            if each.icon
            else encode_original(data, first.picture)
            for each in assets
        ]


def read_mark(site: Path, theme: Sequence[Path], share: SharePicture) -> bytes:
    """Read the mark of a picture that is drawn; nothing where it has none."""
    if not share.mark:
        return b""
    found = (folder / share.mark for folder in theme if share.mark.startswith("static/"))
    file = next((each for each in found if each.is_file()), site / share.mark)
    return read_unchanged(file, share.mark, share.mark_digest)


def read_unchanged(file: Path, name: str, digest: str) -> bytes:
    """Read a file; raises CommandError where it is not as it was when the build began."""
    data = file.read_bytes()
    if blake2b(data, digest_size=16).hexdigest() != digest:
        raise CommandError(3, "{file} was changed while the site was built; build it again", file=name)
    return data
