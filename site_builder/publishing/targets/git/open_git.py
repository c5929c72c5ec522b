"""Which repository and branch an address means; reaches none."""

from pathlib import Path

from site_builder.publishing.targets.git.checkout import GitCheckout
from site_builder.publishing.targets.git.git_target import GitTarget
from site_builder.publishing.targets.git.remote import GitRemote
from site_builder.publishing.targets.git.repository import GitRepository
from site_builder.publishing.targets.target import TargetSettings

DEFAULT_BRANCH = "gh-pages"


def open_git_target(
    name: str, url: str, places: tuple[str, str, Path | None], own: Path | None, settings: TargetSettings
) -> GitTarget:
    """Give a target: of a repository, a private one for what is kept ("" for the same), or the folder of a checkout.

    What is fetched lies in the folder `own`, or in one that lasts as long as this process.
    """
    shown, private, folder = places
    checkout = GitCheckout(folder) if folder is not None and (folder / ".git").exists() else None
    branch = settings.storage.branch or (checkout.find_branch() if checkout else DEFAULT_BRANCH)
    repository = GitRepository(own)
    remote = GitRemote(repository, checkout.find_origin() if checkout else shown)
    target = GitTarget(name, url, remote, GitRemote(repository, private) if private else remote, branch, settings)
    target.checkout = checkout
    return target
