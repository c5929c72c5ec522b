"""The files by which a site looks like itself: logo, stylesheet, fonts, rules made of its settings; opens none."""

from collections.abc import Iterator
from hashlib import blake2b

from site_builder import urls
from site_builder.model import Attachment
from site_builder.planning.frame import SiteLogo, SiteLook
from site_builder.planning.look.rules import make_rules
from site_builder.planning.outputs import Asset
from site_builder.site.organise import Site

# The name of the rules, and the largest that a logo is shown, in pixels.
RULES = "look.css"
LOGO_WIDTH, LOGO_HEIGHT = 320, 56


def make_site_look(site: Site) -> SiteLook:
    """Give what pages link to."""
    hrefs = find_hrefs(site)
    rules = write_rules(site)
    return SiteLook(
        urls.make_href(site.config.base_path, make_asset_address(RULES, digest_text(rules))) if rules else "",
        hrefs.get(site.config.design.stylesheet, ""),
        make_logo(site),
    )


def make_logo(site: Site) -> SiteLogo | None:
    """Give the logo as it is shown: a drawing as large as there is room, a picture of pixels no larger than it is."""
    design, hrefs = site.config.design, find_hrefs(site)
    file = site.look.get(design.logo)
    if file is None or not file.width or not file.height:
        return None
    scale = min(LOGO_WIDTH / file.width, LOGO_HEIGHT / file.height)
    if not file.path.lower().endswith(".svg"):
        scale = min(scale, 1.0)
    width, height = (max(1, round(side * scale)) for side in (file.width, file.height))
    return SiteLogo(hrefs[file.path], width, height, hrefs.get(design.logo_dark, ""))


def plan_look_files(site: Site) -> Iterator[Asset]:
    """Plan them; two of one name and the same bytes are one."""
    for file in {make_look_address(each): each for each in site.look.values()}.values():
        path = urls.make_output_path(make_look_address(file))
        yield Asset(path, f"content/{file.path}", file.digest, file.size, picture=file.picture)
    rules = write_rules(site)
    if rules:
        path = urls.make_output_path(make_asset_address(RULES, digest_text(rules)))
        size = len(rules.encode())
        yield Asset(path, "content/site.toml", digest_text(rules), size, text=rules)


def write_rules(site: Site) -> str:
    """Write the rules that are made of the settings."""
    return make_rules(site.config.design, find_hrefs(site), logo=make_logo(site) is not None)


def find_hrefs(site: Site) -> dict[str, str]:
    """Give the hrefs of the files that site.toml names and that can be used, by path."""
    return {path: urls.make_href(site.config.base_path, make_look_address(file)) for path, file in site.look.items()}


def make_look_address(file: Attachment) -> str:
    """Give the address of a file that site.toml names, whichever folder it lies in."""
    return make_asset_address(file.path.rpartition("/")[2], file.digest)


def make_asset_address(name: str, digest: str) -> str:
    """Give the address of a file that may be kept for ever: its digest stands in its name."""
    stem, dot, suffix = name.rpartition(".")
    return urls.make_file_address(
        "assets", *(f"{stem or name}.{digest[:10]}{dot if stem else ''}{suffix if stem else ''}".split("/"))
    )


def digest_text(text: str) -> str:
    """Give the digest of rules."""
    return blake2b(text.encode(), digest_size=16).hexdigest()
