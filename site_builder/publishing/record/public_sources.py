"""Which files of a site's folder its public pages are made of, and the digest of each; opens none but settings."""

from collections.abc import Iterator
from hashlib import blake2b
from itertools import pairwise
from pathlib import Path

from msgspec import Struct

from site_builder.building.survey import Survey
from site_builder.building.theme import Theme
from site_builder.building.theming.packages import RECORDED_FOLDER
from site_builder.config import Config
from site_builder.content.scan import split_language
from site_builder.decoding import decode
from site_builder.fields import INHERITED_FIELDS
from site_builder.front_matter.read import parse_front_matter

# What output is made of beside items and files. Not the ledger; the others are read by checks alone.
SETTINGS = ("site.toml", "communities.toml", "topics.toml", "people.toml")


class PublicSource(Struct, frozen=True):
    """A source: its path below the site, the digest of its bytes (BLAKE2b, 16 bytes, hexadecimal).

    `address`, `id` and `lang` are those of an item, `address` also that of an attachment or a static file; it is over
    from `expires` on and withdrawn from `withdrawn` on, in seconds since 1970 (0 for never). `data` are the bytes of
    one that is not as it lies in the folder.
    """

    path: str
    digest: str
    address: str = ""
    id: str = ""
    lang: str = ""
    expires: int = 0
    withdrawn: int = 0
    data: bytes | None = None


def find_public_sources(survey: Survey, folder: Path) -> dict[str, PublicSource]:
    """Give all sources of what is public now by path: items, files, settings, registries, own words and theme."""
    site, parsed = survey.site, survey.items.cache.parsed
    found = {}
    for item in site.items:
        written = parsed[item.path].item or item
        found[f"content/{item.path}"] = PublicSource(
            path=f"content/{item.path}",
            digest=parsed[item.path].digest,
            address=site.find_item_address(item),
            id=item.id,
            lang=item.lang,
            expires=written.expires.epoch if written.expires else 0,
            withdrawn=written.withdrawn.date.epoch if written.withdrawn else 0,
        )
        original = find_original(item.path, survey)
        if original and original not in site.by_path:
            companion = extract_shared_fields(folder / "content" / original, site.config)
            digest = blake2b(companion, digest_size=16).hexdigest()
            found[f"content/{original}"] = PublicSource(f"content/{original}", digest, data=companion)
    for file in site.files.values():
        path = f"content/{file.path}"
        found[path] = PublicSource(path, file.digest, site.addresses[file.path])
    for file in filter(None, (site.icon, site.font, *site.look.values())):
        found.setdefault(f"content/{file.path}", PublicSource(f"content/{file.path}", file.digest))
    for name in (*SETTINGS, *site.config.catalogues):
        file_of_settings = folder / "content" / name
        if file_of_settings.is_file():
            digest = blake2b(file_of_settings.read_bytes(), digest_size=16).hexdigest()
            found[f"content/{name}"] = PublicSource(f"content/{name}", digest)
    static = {f"static/{each.name}": each.digest for each in survey.theme.static}
    for name, digest in (survey.theme.templates | static).items():
        if (folder / "templates" / name).is_file():
            found[f"templates/{name}"] = PublicSource(f"templates/{name}", digest)
    return found | {each.path: each for each in list_package_sources(survey.theme)}


def list_package_sources(theme: Theme) -> Iterator[PublicSource]:
    """Give the files of the installed theme, which may not be installed where the release is made again."""
    for layer in theme.layers:
        if layer.owner == "package":
            for name, digest in (
                layer.templates | {each: digest for each, (digest, _) in layer.static.items()}
            ).items():
                yield PublicSource(f"{RECORDED_FOLDER}/{name}", digest, data=(layer.folder / name).read_bytes())


def find_original(path: str, survey: Survey) -> str:
    """Give the path of the item that an item is a translation of; "" where it is none."""
    stem, language = split_language(path, tuple(each.id for each in survey.site.config.languages))
    return f"{stem}.md" if language and f"{stem}.md" in survey.items.cache.parsed else ""


def extract_shared_fields(file: Path, config: Config) -> bytes:
    """Give what translations take over of an original that is not public itself: those fields alone, and no text."""
    decoded = decode(file.read_bytes(), file.name).value or ""
    written = parse_front_matter(decoded, file.name)
    lines = decoded[: written.body].split("\n")
    starts = sorted((field.place.line, name) for name, field in written.fields.named.items())
    inherited, kept = INHERITED_FIELDS | {each.key for each in config.fields}, ["---"]
    for (start, name), (end, _) in pairwise([*starts, (len(lines), "")]):
        kept += [line for line in lines[start - 1 : end - 1] if name in inherited and line.rstrip() != "---"]
    return "\n".join([*kept, "---", ""]).encode()


def find_identical_outputs(survey: Survey) -> dict[str, str]:
    """Give, by digest, the output that has the very bytes of a source: `/` and its path below the output folder."""
    return {each.digest: f"/{each.path}" for each in survey.outputs.assets if each.is_copy}
