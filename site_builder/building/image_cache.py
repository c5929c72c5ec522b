"""Stale pictures -> their bytes: drawn once, in workers, and kept by what they were made of; decides about none.

What is kept lies below `.bulletin/cache/pictures/`; a damaged file there is as good as none.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from site_builder.atomic import read_checked, write_checked
from site_builder.checking.files.publishable import FAILURES
from site_builder.foreign_readers import UnreadableFileError, guard_reader
from site_builder.planning.outputs import Asset
from site_builder.problem import CommandError, Place, Problem, make_problem

if TYPE_CHECKING:
    from site_builder.executor import Executor


class ImageCache:
    """One site's pictures as they are published."""

    def __init__(self, site: Path, folder: Path) -> None:
        """Work for a site folder; `folder` is where its runs keep what they share."""
        self.site = site
        self.folder = folder / "pictures"
        self.problems: tuple[Problem, ...] = ()

    def encode_missing(
        self, assets: Iterable[Asset], executor: "Executor | None", progress: Callable[[str, int, int], None]
    ) -> bool:
        """Draw what is not kept yet: the variants of a picture together, over an executor where there are several.

        Tells whether there was anything to draw; a picture that cannot be is noted as failed.
        """
        wanted: dict[str, list[Asset]] = defaultdict(list)
        for each in assets:
            if needs_encoding(each) and read_cached(self.folder, each) is None:
                wanted[each.source].append(each)
        if not wanted:
            return False
        self.folder.mkdir(parents=True, exist_ok=True)
        work = partial(encode_to_cache, self.site, self.folder)
        several = executor if executor is not None and len(wanted) > 1 else None
        drawn = several.map(work, wanted.values()) if several else map(work, wanted.values())
        for done, failed in enumerate(drawn, 1):
            progress("drawing", done, len(wanted))
            self.problems += (failed,) if failed else ()
        return True

    def load_bytes(self, asset: Asset) -> bytes:
        """Give the bytes of a picture; raises CommandError where its file was changed since it was read."""
        found = read_cached(self.folder, asset) if needs_encoding(asset) else None
        return found if found is not None else encode_images(self.site, [asset])[0]

    def prune(self, planned: Iterable[Asset]) -> None:
        """Remove what is kept of pictures that are no longer used, once they are more than those that are."""
        if not self.folder.is_dir():
            return
        used = {make_cache_name(each) for each in planned if needs_encoding(each)}
        files = {file.name: file for file in self.folder.iterdir()}
        if len(files) > 2 * len(used) + 100:
            for name in sorted(files.keys() - used):
                files[name].unlink(missing_ok=True)


def needs_encoding(asset: Asset) -> bool:
    """Tell whether an output has to be encoded; any other is made as fast as it is read."""
    return asset.variant is not None or (asset.picture is not None and asset.picture.needs_encoding)


def make_cache_name(asset: Asset) -> str:
    """Name the file in which an output is kept."""
    return asset.fingerprint.replace(" ", "-")


def encode_to_cache(site: Path, folder: Path, assets: Sequence[Asset]) -> Problem | None:
    """Draw outputs of one picture and keep them, or say why not.

    One whose file changed meanwhile is left to whoever needs it.
    """
    with suppress(CommandError):
        try:
            drawn = encode_images(site, assets)
        except UnreadableFileError:
            message, hint = FAILURES["broken"]
            return make_problem("error", "picture", Place(assets[0].source), message, hint)
        for asset, data in zip(assets, drawn, strict=True):
            write_checked(folder / make_cache_name(asset), data)
    return None


def read_cached(folder: Path, asset: Asset) -> bytes | None:
    """Give what is kept of an output; None where it is absent or damaged."""
    found = read_checked(folder / make_cache_name(asset))
    return None if found is None else bytes(found)


def encode_images(site: Path, assets: Sequence[Asset]) -> list[bytes]:
    """Make outputs of one picture."""
    from site_builder.images.encode import encode_original, encode_variants

    first = assets[0]
    data = (site / first.source).read_bytes()
    if first.picture is None or blake2b(data, digest_size=16).hexdigest() != first.digest:
        raise CommandError(3, "{file} was changed while the site was built; build it again", file=first.source)
    wanted = [each.variant for each in assets if each.variant]
    with guard_reader():
        drawn = iter(encode_variants(data, first.picture, wanted) if wanted else ())
        return [next(drawn) if each.variant else encode_original(data, first.picture) for each in assets]
