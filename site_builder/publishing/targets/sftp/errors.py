"""What an SFTP server or connection says where it fails, in one sentence; does nothing else."""

import os
from typing import TYPE_CHECKING

from site_builder.problem import CommandError
from site_builder.publishing.targets.extras import PASSWORD
from site_builder.publishing.targets.openssh.host_keys import UnknownHostKeyError
from site_builder.publishing.targets.openssh.ssh_address import SshAddress
from site_builder.publishing.targets.openssh.ssh_errors import CONNECTION_FAILED, make_changed_key_error

if TYPE_CHECKING:
    from site_builder.publishing.targets.sftp.known_hosts import KnownHosts


def make_connection_error(error: BaseException, address: SshAddress, known: "KnownHosts | None") -> CommandError:
    """Say why there is no connection, or none any more."""
    import asyncssh

    host, user = address.host, address.user
    if isinstance(error, asyncssh.HostKeyNotVerifiable):
        return make_host_key_error(address, known)
    if isinstance(error, asyncssh.PermissionDenied):
        message = (
            "{host} lets {user} in neither with a key of the agent or of ~/.ssh nor with the password in the variable "
            "{variable}"
        )
        return CommandError(3, message, host=host, user=user or "?", variable=PASSWORD)
    if isinstance(error, asyncssh.ChannelOpenError):
        return CommandError(3, "{host} offers no SFTP to this account", host=host)
    if isinstance(error, TimeoutError):
        return CommandError(3, "{host} does not answer", host=host)
    return CommandError(3, CONNECTION_FAILED, host=host, reason=format_reason(error))


def make_host_key_error(address: SshAddress, known: "KnownHosts | None") -> CommandError:
    """Say that a host shows a key that is not known; where it is a jump host's, nobody has kept which."""
    if known is not None and known.has_changed:
        return make_changed_key_error(address.host)
    if known is not None and known.refused:
        return UnknownHostKeyError(address, known.refused, next(iter(known.user_files), None))
    message = (
        "the host key of {host} is not known here, or not the one that is known, so nothing was sent; connect once "
        "with ssh or sftp, compare the key and accept it"
    )
    return CommandError(3, message, host=address.host)


def make_step_error(error: BaseException, host: str, path: str) -> CommandError:
    """Say what could not be done over there, and why."""
    message = "{host} cannot do its part ({step}): {reason}"
    return CommandError(3, message, host=host, step=path, reason=format_reason(error))


def format_reason(error: BaseException) -> str:
    """Give one line that says why."""
    number = error.errno if isinstance(error, OSError) else None
    reason = os.strerror(number) if number and number > 0 else getattr(error, "reason", "") or str(error)
    return next((line.strip().rstrip(".") for line in reason.splitlines() if line.strip()), type(error).__name__)
