"""Branches of a repository elsewhere: seen, fetched, replaced under a condition; knows no release."""

import re
from collections.abc import Mapping, Sequence

from site_builder.problem import CommandError
from site_builder.publishing.targets.git.repository import GitRepository, find_git_reason
from site_builder.publishing.targets.openssh.ssh_errors import make_ssh_error

# What git says where a branch is not what it was when we looked.
OUTRUN = re.compile(rb"stale info|fetch first|non-fast-forward|cannot lock ref|failed to update ref|already exists")


class GitRemote:
    """A repository elsewhere, reached from one of our own."""

    def __init__(self, repository: GitRepository, url: str) -> None:
        """Reach nothing yet."""
        self.repository = repository
        self.url = url

    def run(self, *arguments: str) -> bytes:
        """Run what reaches it; raises CommandError(3) where it cannot be reached."""
        done = self.repository.try_to_run(*arguments)
        if done.returncode:
            raise self.make_error(done.stderr)
        return done.stdout

    def make_error(self, stderr: bytes) -> CommandError:
        """Say why it cannot be reached."""
        text = stderr.decode("utf-8", "replace")
        if "Host key verification failed" in text or "IDENTIFICATION HAS CHANGED" in text:
            return make_ssh_error(text, self.url)
        if "could not read Username" in text or "could not read Password" in text:
            message = "{url} asks for a name and a password, and no credential helper of git has them"
            return CommandError(3, message, url=self.url)
        return CommandError(3, "git cannot reach {url}: {reason}", url=self.url, reason=find_git_reason(stderr))

    def fetch(self, branches: Sequence[str]) -> dict[str, str]:
        """Bring branches here; gives branch -> commit of those that are there."""
        listed = self.run("ls-remote", "--", self.url, *(f"refs/heads/{each}" for each in branches)).decode().split()
        found = {ref.removeprefix("refs/heads/"): commit for commit, ref in zip(listed[::2], listed[1::2], strict=True)}
        if found:
            refs = [f"+refs/heads/{each}:refs/there/{each}" for each in found]
            self.run("fetch", "--quiet", "--no-tags", "--depth=1", "--", self.url, *refs)
        return found

    def replace_branches(self, new: Mapping[str, tuple[str, str]]) -> bool:
        """Put commits in the place of branches in one go: branch -> (what is there, what shall be); "" for nothing.

        False, and nothing done, where one of them is no longer what was there.
        """
        leases = [f"--force-with-lease=refs/heads/{branch}:{old}" for branch, (old, _) in new.items()]
        refs = [f"{commit}:refs/heads/{branch}" for branch, (_, commit) in new.items()]
        atomic = ["--atomic"] if len(new) > 1 else []
        done = self.repository.try_to_run("push", "--quiet", *atomic, *leases, "--", self.url, *refs)
        if done.returncode and OUTRUN.search(done.stderr):
            return False
        if done.returncode:
            raise self.make_error(done.stderr)
        return True
