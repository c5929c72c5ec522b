"""Makes a new township's site in an empty folder; never touches a folder that holds anything, never asks the clock."""

from pathlib import Path

from site_builder.config import read_config
from site_builder.editing.new_site.government import add_government_profile
from site_builder.editing.new_site.packaged import read_packaged_files
from site_builder.editing.new_site.workflows import make_workflow
from site_builder.editing.vscode import make_editor_files
from site_builder.problem import CommandError


def init_site(
    folder: Path, *, demo: bool = False, profile: str = "", language: str = "en", ci: str = ""
) -> tuple[str, ...]:
    """Write a first site, or the demonstration of an invented township, and give the relative paths written, sorted.

    A first site is in English or, with `language` zh, in Chinese; the demonstration is in both, that one first. With
    the profile `cn-gov` it is a government site; `ci` names the host whose workflow it has. Raises CommandError when
    the folder holds anything; an OSError is the caller's to explain.
    """
    if folder.exists() and any(folder.iterdir()):
        raise CommandError(2, "the folder {folder} is not empty", folder=folder)
    files = make_demo_site() if demo else read_starter_files(language)
    if profile:
        files = add_government_profile(files, demo=demo)
    if demo and language == "zh":
        from site_builder.editing.new_site.demo import make_chinese_main

        files = make_chinese_main(files)
    if ci:
        files |= make_workflow(ci)
    write_files(folder, files)
    vscode_files = make_editor_files(read_config(folder).value)
    write_files(folder, vscode_files)
    return tuple(sorted(files | vscode_files))


def write_files(folder: Path, files: dict[str, bytes]) -> None:
    """Write files below a folder."""
    for path, data in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def read_starter_files(language: str) -> dict[str, bytes]:
    """Give a first site in a language."""
    return read_packaged_files("starter") | (read_packaged_files("starter_zh") if language == "zh" else {})


def make_demo_site() -> dict[str, bytes]:
    """Give the demonstration's content with the dotfiles of every new site."""
    from site_builder.editing.new_site.demo import make_demo_files

    return make_demo_files() | {
        path: data for path, data in read_packaged_files("starter").items() if path.startswith(".")
    }
