"""What ssh said before it gave up -> one sentence, with what to do; connects to nothing but to see a host's key."""

import subprocess

from site_builder.problem import CommandError
from site_builder.publishing.targets.openssh.host_keys import UnknownHostKeyError, fetch_host_key
from site_builder.publishing.targets.openssh.ssh_address import SshAddress

CONNECTION_FAILED = "the connection to {host} failed: {reason}"


def find_last_line(text: str) -> str:
    """Give the last line that says something."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1].rstrip(".") if lines else "?"


def make_ssh_error(text: str, host: str, address: SshAddress | None = None) -> CommandError:
    """Make a sentence of what ssh said before it gave up; `address` is where it was to connect to."""
    if "IDENTIFICATION HAS CHANGED" in text:
        return make_changed_key_error(host)
    key = fetch_host_key(address) if address and "Host key verification failed" in text else None
    if address and key:
        return UnknownHostKeyError(address, key)
    if "Host key verification failed" in text:
        message = "the host key of {host} is not known here; connect once with ssh, compare the key and accept it"
        return CommandError(3, message, host=host)
    if "Permission denied (" in text and address:
        return make_login_error(text, address)
    if not text.strip():
        return CommandError(3, "the connection to {host} was cut", host=host)
    return CommandError(3, CONNECTION_FAILED, host=host, reason=find_last_line(text))


def make_changed_key_error(host: str) -> CommandError:
    """Say that a host shows another key than the one that is known."""
    message = (
        "{host} shows another host key than the one that is known for it, so nothing was sent; "
        "find out from whoever runs the server why before you change known_hosts"
    )
    return CommandError(3, message, host=host)


def make_login_error(text: str, address: SshAddress) -> CommandError:
    """Say that no key was accepted, and what keeps one that has a passphrase from being used."""
    message = (
        "{host} lets nobody in with the keys that can be used here without asking ({reason}); one that has a "
        "passphrase has to be in the agent: run ssh-add, then try {command}"
    )
    if not is_agent_running():
        message = (
            "{host} lets nobody in with the keys that can be used here without asking ({reason}); one that has a "
            "passphrase has to be in an agent, and none is running: start ssh-agent, run ssh-add, then try {command}"
        )
    return CommandError(3, message, host=address.host, reason=find_last_line(text), command=address.format_command())


def is_agent_running() -> bool:
    """Tell whether there is an agent that keeps keys (ssh-add(1): exit status 2 for none)."""
    try:
        done = subprocess.run(["ssh-add", "-l"], stdin=subprocess.DEVNULL, capture_output=True, timeout=10, check=False)  # noqa: S607
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode in {0, 1}


def make_no_shell_error(host: str, output: str) -> CommandError:
    """Say that an account runs no shell, which is so where it is for SFTP alone."""
    message = (
        "this account on {host} may run no commands, like one for SFTP alone ({reason}); write sftp:// in the place of "
        "ssh://, or use an account with a login shell such as /bin/sh, and rsync and sha256sum on {host}"
    )
    return CommandError(3, message, host=host, reason=find_last_line(output))
