"""The lock on a target in a bucket: one object that says who holds it, made where there is none; waits for nobody."""

import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from site_builder.publishing.targets.target import make_lost_lock_error
from site_builder.publishing.targets.target_lock import encode_owner, is_abandoned

TAKEN = frozenset(["PreconditionFailed", "ConditionalRequestConflict", "412", "409"])
# Storage that knows no conditions says so, or heeds none; then the one who was read back holds it.
UNKNOWN = frozenset(["NotImplemented", "501"])


class S3Lock:
    """An object whose text is token, who, machine, process, since when."""

    def __init__(
        self, client: Any, place: dict[str, str], name_failures: Callable[[], AbstractContextManager[None]]
    ) -> None:
        """Know where the lock is; take nothing."""
        self.client = client
        self.place = place
        self.name_failures = name_failures
        self.token = ""

    def acquire(self, who: str) -> bool:
        """Try to take the lock; an abandoned one is taken over from the one that was looked at."""
        token = secrets.token_hex(16)
        with self.name_failures():
            owner, etag = self.find_owner()
            if not etag:
                self.write(encode_owner(token, who), {"IfNoneMatch": "*"})
            elif is_abandoned(owner):
                self.write(encode_owner(token, who), {"IfMatch": etag})
        self.token = token if self.has_token(token) else ""
        return bool(self.token)

    def write(self, data: bytes, condition: dict[str, str]) -> None:
        """Write the lock under a condition; where that does not hold, somebody else was quicker."""
        from botocore.exceptions import ClientError

        try:
            self.client.put_object(**self.place, Body=data, ContentType="text/plain", **condition)
        except ClientError as error:
            code = error.response["Error"].get("Code")
            if code in UNKNOWN:
                self.client.put_object(**self.place, Body=data, ContentType="text/plain")
            elif code not in TAKEN:
                raise

    def find_owner(self) -> tuple[str, str]:
        """Give who holds the lock and the mark of that version; both "" where nobody does."""
        from botocore.exceptions import ClientError

        try:
            found = self.client.get_object(**self.place)
        except ClientError as error:
            if error.response["Error"].get("Code") in {"NoSuchKey", "404", "NotFound"}:
                return "", ""
            raise
        return found["Body"].read().decode("utf-8", "replace"), found["ETag"]

    def release(self) -> None:
        """Let the lock go, if it is still ours."""
        token, self.token = self.token, ""
        if token and self.has_token(token):
            with self.name_failures():
                self.client.delete_object(**self.place)

    def require_held(self) -> None:
        """Refuse to go on where the lock is no longer ours."""
        if not self.token or not self.has_token(self.token):
            raise make_lost_lock_error()

    def has_token(self, token: str) -> bool:
        """Tell whether the lock is that of a token."""
        return self.read_owner().partition("\n")[0] == token

    def read_owner(self) -> str:
        """Read who holds the lock."""
        with self.name_failures():
            return self.find_owner()[0]
