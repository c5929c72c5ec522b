"""Makes a new township's site in an empty folder; never touches a folder that holds anything, never asks the clock."""

from pathlib import Path

from site_builder.config import read_config
from site_builder.editing.new_site.government import with_profile
from site_builder.editing.new_site.packaged import packaged
from site_builder.editing.vscode import editor_files
from site_builder.problem import Refused


def init_site(folder: Path, *, demo: bool = False, profile: str = "", language: str = "en") -> tuple[str, ...]:
    """Write a first site, or the demonstration of an invented township, and give the relative paths written, sorted.

    A first site is in English or, with `language` zh, in Chinese; the demonstration is in both, that one first. With
    the profile `cn-gov` it is a government site. Raises Refused when the folder holds anything; an OSError is the
    caller's to explain.
    """
    if folder.exists() and any(folder.iterdir()):
        raise Refused(2, "the folder {folder} is not empty", folder=folder)
    files = demo_site() if demo else starter(language)
    if profile:
        files = with_profile(files, demo=demo)
    if demo and language == "zh":
        from site_builder.editing.new_site.demo import chinese_first

        files = chinese_first(files)
    write(folder, files)
    for_editors = editor_files(read_config(folder).value)
    write(folder, for_editors)
    return tuple(sorted(files | for_editors))


def write(folder: Path, files: dict[str, bytes]) -> None:
    """Write files below a folder."""
    for path, data in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def starter(language: str) -> dict[str, bytes]:
    """Give a first site in a language."""
    return packaged("starter") | (packaged("starter_zh") if language == "zh" else {})


def demo_site() -> dict[str, bytes]:
    """Give the demonstration's content with the dotfiles of every new site."""
    from site_builder.editing.new_site.demo import demo_files

    return demo_files() | {path: data for path, data in packaged("starter").items() if path.startswith(".")}
