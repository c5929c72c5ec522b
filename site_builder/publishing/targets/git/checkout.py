"""A folder that is a checkout of the repository that shows the pages: where it comes from, brought up to date."""

from pathlib import Path

from site_builder.problem import CommandError
from site_builder.publishing.targets.git.repository import find_git_reason, make_git_environment, run_git


class GitCheckout:
    """A folder with files of a repository."""

    def __init__(self, folder: Path) -> None:
        """Look at nothing yet."""
        self.folder = folder

    def run(self, *arguments: str) -> str:
        """Run git in the folder."""
        done = run_git(["git", "-C", str(self.folder), *arguments], make_git_environment())
        if done.returncode:
            message = "the folder {folder} cannot be used by git: {reason}"
            raise CommandError(2, message, folder=self.folder, reason=find_git_reason(done.stderr))
        return done.stdout.decode("utf-8", "replace").strip()

    def find_origin(self) -> str:
        """Give the address of the repository that it was cloned from."""
        return self.run("remote", "get-url", "--push", "origin")

    def find_branch(self) -> str:
        """Give the branch that is checked out."""
        return self.run("symbolic-ref", "--short", "HEAD")

    def require_clean(self) -> None:
        """Refuse a folder in which somebody works: it is brought up to date after the push."""
        if self.run("status", "--porcelain"):
            message = (
                "somebody has changed files in {folder}, which is brought up to date by a publish; remove them there"
            )
            raise CommandError(3, message, folder=self.folder)

    def update(self, branch: str) -> None:
        """Make the folder what was pushed, where it shows that branch."""
        self.run("fetch", "--quiet", "--no-tags", "origin", f"+refs/heads/{branch}:refs/remotes/origin/{branch}")
        if self.find_branch() == branch:
            self.run("reset", "--quiet", "--hard", f"origin/{branch}")
