"""Where an ssh target is, and how the system's ssh is started for it: as the user's own configuration has it."""

import os
import shlex

from msgspec import Struct


class SshAddress(Struct, frozen=True):
    """Where an ssh target is: user ("" for ssh's own choice), host, port (0 for ssh's own choice), folder.

    A folder that does not begin with a slash is below the account's home, which is known once there is a connection.
    """

    user: str
    host: str
    port: int
    folder: str

    def make_ssh_options(self) -> list[str]:
        """Give ssh's options: it asks nothing; everything else is as the user's configuration has it."""
        options = ["-o", "BatchMode=yes", "-o", "Compression=yes", "-T"]
        options += ["-o", "ConnectTimeout=60", "-o", "ServerAliveInterval=30"]
        options += ["-p", str(self.port)] if self.port else []
        return options + (["-l", self.user] if self.user else [])

    def format_command(self) -> str:
        """Write how somebody connects by hand."""
        host = self.host.strip("[]")
        port = ["-p", str(self.port)] if self.port else []
        return shlex.join(["ssh", *port, f"{self.user}@{host}" if self.user else host])


def make_environment() -> dict[str, str]:
    """Give the environment for ssh and rsync: messages that can be recognised, nothing of ours for rsync."""
    return {**{k: v for k, v in os.environ.items() if not k.startswith("RSYNC_")}, "LC_ALL": "C"}
