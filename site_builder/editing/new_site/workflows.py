"""Workflows that check what is proposed and publish what is accepted, by the host of the repository; runs none."""

from pathlib import Path

from site_builder import __version__
from site_builder.atomic import write_whole
from site_builder.editing.new_site.packaged import read_packaged_files
from site_builder.problem import CommandError

# Where each host looks for its workflows.
PLACES = {
    "github": ".github/workflows/bulletin.yml",
    "gitlab": ".gitlab-ci.yml",
    "gitea": ".gitea/workflows/bulletin.yml",
}


def make_workflow(host: str) -> dict[str, bytes]:
    """Give the workflow of a host by its path in a site; it installs the program in the version that makes it."""
    text = read_packaged_files("ci")[f"{host}.yml"].decode()
    return {PLACES[host]: text.replace("@BULLETIN@", f"township-bulletin=={__version__}").encode()}


def add_workflow(folder: Path, host: str) -> tuple[str, ...]:
    """Write the workflow into a site that is there, and give its path; raises CommandError (2) where there is one."""
    for path, data in make_workflow(host).items():
        file = folder / path
        if file.exists():
            raise CommandError(2, "{file} is there already; nothing was written over it", file=path)
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, data)
    return (PLACES[host],)
