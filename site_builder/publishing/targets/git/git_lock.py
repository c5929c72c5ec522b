"""The lock on a Git target: a branch that is there only while somebody publishes, and says who; waits for nobody."""

import secrets

from site_builder.problem import CommandError
from site_builder.publishing.targets.git.remote import GitRemote
from site_builder.publishing.targets.target import make_lost_lock_error
from site_builder.publishing.targets.target_lock import encode_owner, is_abandoned


class GitLock:
    """A branch of one commit, whose message is token, who, machine, process, since when."""

    def __init__(self, remote: GitRemote, branch: str) -> None:
        """Know where the lock is; take nothing."""
        self.remote = remote
        self.branch = branch
        self.commit = ""

    def acquire(self, who: str) -> bool:
        """Try to take the lock; an abandoned one is taken over from the one that was looked at."""
        before = self.find_commit()
        if before and not is_abandoned(self.remote.repository.read_message(before)):
            return False
        repository = self.remote.repository
        message = encode_owner(secrets.token_hex(16), who).decode()
        commit = repository.write_commit(repository.write_folder({}), message)
        if self.remote.replace_branches({self.branch: (before, commit)}):
            self.commit = commit
        return bool(self.commit)

    def find_commit(self) -> str:
        """Give the commit of the lock, "" where nobody holds it."""
        return self.remote.fetch([self.branch]).get(self.branch, "")

    def release(self) -> None:
        """Let the lock go, if it is still ours."""
        commit, self.commit = self.commit, ""
        if commit:
            self.remote.replace_branches({self.branch: (commit, "")})

    def require_held(self) -> None:
        """Refuse to go on where the lock is no longer ours."""
        if not self.commit or self.find_commit() != self.commit:
            raise make_lost_lock_error()

    def read_owner(self) -> str:
        """Read who holds the lock."""
        try:
            commit = self.find_commit()
        except CommandError:
            return ""
        return self.remote.repository.read_message(commit) if commit else ""
