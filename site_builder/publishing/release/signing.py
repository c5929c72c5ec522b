"""Signs a manifest and checks signatures with the system's ssh-keygen (PROTOCOL.sshsig of OpenSSH); keeps no key."""

import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from site_builder.problem import CommandError

NAMESPACE = "bulletin"
SignatureStatus = Literal["good", "wrong", "missing"]


def sign(data: bytes, key: Path) -> bytes:
    """Sign bytes with an OpenSSH private key (or by the agent that holds it); raises CommandError (3)."""
    if not key.is_file():
        raise CommandError(3, "there is no signing key {key}; make one with: ssh-keygen -t ed25519 -f {key}", key=key)
    done = run_ssh_keygen(["-Y", "sign", "-q", "-f", str(key), "-n", NAMESPACE], data)
    if done.returncode or not done.stdout.startswith(b"-----BEGIN SSH SIGNATURE-----"):
        raise CommandError(
            3, "the release cannot be signed with {key}: {reason}", key=key, reason=find_reason(done.stderr)
        )
    return done.stdout


def read_public_key(key: Path) -> str:
    """Give the public key that belongs to a private one: from the .pub file beside it, else asked of ssh-keygen."""
    beside = key.with_name(key.name + ".pub")
    if beside.is_file():
        return beside.read_text("utf-8").strip()
    if not key.is_file():
        raise CommandError(3, "there is neither {key} nor {key}.pub, so that no signature can be checked", key=key)
    done = run_ssh_keygen(["-y", "-P", "", "-f", str(key)], b"")
    if done.returncode:
        raise CommandError(
            3, "the public key of {key} cannot be read: {reason}", key=key, reason=find_reason(done.stderr)
        )
    return done.stdout.decode("utf-8", "replace").strip()


def encode_signers(keys: Iterable[str]) -> bytes:
    """Write public keys as an allowed-signers file (ssh-keygen(1), ALLOWED SIGNERS), good for our namespace only."""
    lines = (" ".join([NAMESPACE, f'namespaces="{NAMESPACE}"', *key.split()[:2]]) for key in keys)
    return "".join(f"{line}\n" for line in lines).encode()


def verify_signature(data: bytes, signature: bytes | None, signers: bytes) -> SignatureStatus:
    """Tell whether one of the signers (an allowed-signers file) signed the bytes."""
    if not signature:
        return "missing"
    with tempfile.TemporaryDirectory(prefix="bulletin-") as name:
        folder = Path(name)
        (folder / "signers").write_bytes(signers)
        (folder / "signature").write_bytes(signature)
        files = ["-f", str(folder / "signers"), "-s", str(folder / "signature")]
        found = run_ssh_keygen(["-Y", "find-principals", *files], b"")
        principals = found.stdout.decode("utf-8", "replace").split("\n") if found.returncode == 0 else []
        for who in dict.fromkeys(each.strip() for each in principals if each.strip()):
            if run_ssh_keygen(["-Y", "verify", "-n", NAMESPACE, "-I", who, *files], data).returncode == 0:
                return "good"
    return "wrong"


def run_ssh_keygen(arguments: list[str], data: bytes) -> subprocess.CompletedProcess[bytes]:
    """Run ssh-keygen with bytes on its stdin."""
    try:
        return subprocess.run(  # noqa: S603 - no shell, and the arguments are ours
            ["ssh-keygen", *arguments],  # noqa: S607 - the system's own, wherever it has it
            input=data,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError as error:
        raise CommandError(3, "ssh-keygen is not installed; it comes with OpenSSH") from error


def find_reason(stderr: bytes) -> str:
    """Give the last line of what ssh-keygen said."""
    lines = [each.strip() for each in stderr.decode("utf-8", "replace").splitlines() if each.strip()]
    return lines[-1].rstrip(".") if lines else "ssh-keygen"
