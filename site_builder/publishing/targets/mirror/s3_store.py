"""Files in a bucket of storage that speaks S3, below a prefix; keeps no credentials and knows no release."""

import base64
import mimetypes
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from hashlib import md5
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct

from site_builder.publishing.targets.extras import require_extra
from site_builder.publishing.targets.mirror.file_store import ReportSent, find_served
from site_builder.publishing.targets.mirror.s3_errors import name_s3_failures
from site_builder.publishing.targets.mirror.s3_lock import S3Lock
from site_builder.publishing.targets.target_lock import TargetLock

T = TypeVar("T")
REQUESTS_AT_A_TIME = 16
CONNECT_TIMEOUT, READ_TIMEOUT, ATTEMPTS = 20, 60, 3  # seconds, seconds, times
TEXT_TYPES = ("text/", "application/javascript", "application/json", "application/xml", "image/svg+xml")
TYPES = {
    ".ics": "text/calendar",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".woff2": "font/woff2",
    ".md": "text/plain",
}
MISSING = frozenset(["NoSuchKey", "404", "NotFound"])


class S3Address(Struct, frozen=True):
    """Where a place in a bucket is; endpoint and region "" for what the environment and ~/.aws say.

    `prefix` is "" or ends in a slash; `acl` is that of what is written, "" for the bucket's own.
    """

    bucket: str
    prefix: str = ""
    endpoint: str = ""
    region: str = ""
    acl: str = ""
    # A prefix below which other things of ours lie, relative to this one; they are not listed.
    hidden: str = ""
    # Where the place would be seen if it were served with the site that it lies in; "" where it would not.
    seen_at: str = ""


class S3Store:
    """The objects of a bucket below a prefix."""

    lists_quickly = True

    def __init__(self, address: S3Address) -> None:
        """Reach nothing yet."""
        self.address = address
        self.host = address.endpoint.partition("://")[2].strip("/") or "S3"
        self.clients: dict[bool, Any] = {}

    def get_client(self, *, anonymous: bool = False) -> Any:
        """Give the client, which is made once."""
        if anonymous not in self.clients:
            require_extra("s3", "boto3")
            import boto3
            from botocore import UNSIGNED
            from botocore.config import Config

            config = Config(
                connect_timeout=CONNECT_TIMEOUT,
                read_timeout=READ_TIMEOUT,
                retries={"total_max_attempts": ATTEMPTS, "mode": "standard"},
                max_pool_connections=REQUESTS_AT_A_TIME,
                # What not every storage understands is sent only where it has to be.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
                **({"signature_version": UNSIGNED} if anonymous else {}),
            )
            with self.name_failures():
                self.clients[anonymous] = boto3.session.Session().client(
                    "s3",
                    endpoint_url=self.address.endpoint or None,
                    region_name=self.address.region or None,
                    config=config,
                )
        return self.clients[anonymous]

    def name_failures(self) -> AbstractContextManager[None]:
        """Make a sentence of whatever fails within."""
        return name_s3_failures(self.host, self.address.bucket)

    def connect(self) -> AbstractContextManager[None]:
        """Need no connection: each request has one, and they are kept."""
        return nullcontext()

    def locate(self, path: str) -> dict[str, str]:
        """Give bucket and key of a file."""
        return {"Bucket": self.address.bucket, "Key": f"{self.address.prefix}{path}"}

    def require_place(self) -> None:
        """Refuse a bucket that is not there, or may not be listed."""
        client = self.get_client()
        with self.name_failures():
            client.list_objects_v2(Bucket=self.address.bucket, Prefix=self.address.prefix, MaxKeys=1)

    def run_all(self, do: Callable[[T], Any], each: Iterable[T]) -> list[Any]:
        """Do something with each, several at a time."""
        with self.name_failures(), ThreadPoolExecutor(REQUESTS_AT_A_TIME) as threads:
            try:
                return list(threads.map(do, each))
            except BaseException:
                threads.shutdown(wait=False, cancel_futures=True)
                raise

    def read_all(self, paths: Sequence[str]) -> list[bytes | None]:
        """Give files; None for what is none."""
        client = self.get_client()
        from botocore.exceptions import ClientError

        def read(path: str) -> bytes | None:
            try:
                data: bytes = client.get_object(**self.locate(path))["Body"].read()
            except ClientError as error:
                if error.response["Error"].get("Code") in MISSING:
                    return None
                raise
            return data

        return self.run_all(read, paths)

    def write_all(self, files: Mapping[str, Path | bytes], report_sent: ReportSent = lambda _: None) -> None:
        """Write files; the storage compares the digest of what arrives."""
        client = self.get_client()

        def write(path: str) -> None:
            source = files[path]
            data = source if isinstance(source, bytes) else source.read_bytes()
            given = {"ACL": self.address.acl} if self.address.acl else {}
            client.put_object(
                **self.locate(path),
                Body=data,
                ContentType=find_content_type(path),
                ContentMD5=base64.b64encode(md5(data, usedforsecurity=False).digest()).decode(),
                **given,
            )
            report_sent(len(data))

        self.run_all(write, files)

    def remove_parts(self) -> None:
        """Have nothing to do: an object is there whole or not at all."""

    def list_all(self, folder: str = "") -> dict[str, int]:
        """List the files of a folder and all below it: path -> bytes."""
        client = self.get_client()
        start = self.address.prefix + (f"{folder}/" if folder else "")
        with self.name_failures():
            pages = client.get_paginator("list_objects_v2").paginate(Bucket=self.address.bucket, Prefix=start)
            return {path: size for path, size in self.iterate_listed(pages) if not self.is_hidden(path)}

    def iterate_listed(self, pages: Iterable[dict[str, Any]]) -> Iterator[tuple[str, int]]:
        """Give what pages of a listing hold; a name that ends in a slash is a folder of a console."""
        for page in pages:
            for each in page.get("Contents", ()):
                if not each["Key"].endswith("/"):
                    yield each["Key"][len(self.address.prefix) :], each["Size"]

    def is_hidden(self, path: str) -> bool:
        """Tell whether something belongs to another place that lies in this one."""
        return bool(self.address.hidden) and path.startswith(self.address.hidden)

    def remove_all(self, paths: Iterable[str]) -> None:
        """Remove files; where there is none, there is nothing to do."""
        client = self.get_client()
        self.run_all(lambda path: client.delete_object(**self.locate(path)), list(paths))

    def make_lock(self) -> TargetLock:
        """Give the lock that lies there."""
        return S3Lock(self.get_client(), self.locate("lock"), self.name_failures)

    def find_exposure(self, path: str) -> str:
        """Give the address at which anybody may read a file: of the storage itself, or of the site."""
        client = self.get_client(anonymous=True)
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            client.get_object(**self.locate(path))["Body"].read()
        except (ClientError, BotoCoreError):
            return find_served(f"{self.address.seen_at}{path}") if self.address.seen_at else ""
        return f"{self.address.endpoint.rstrip('/') or 's3:/'}/{self.address.bucket}/{self.address.prefix}{path}"

    def find_retention(self) -> str:
        """Name a bucket that keeps what is deleted as versions."""
        from botocore.exceptions import BotoCoreError, ClientError

        client = self.get_client()
        try:
            status = client.get_bucket_versioning(Bucket=self.address.bucket).get("Status", "")
        except (ClientError, BotoCoreError):  # not every storage knows the question
            return ""
        return self.address.bucket if status else ""


def find_content_type(path: str) -> str:
    """Tell browsers what a file is, text as UTF-8; by its name alone, whatever this machine knows."""
    suffix = Path(path).suffix.lower()
    found = TYPES.get(suffix) or mimetypes.MimeTypes().guess_type(path)[0] or "application/octet-stream"
    return f"{found}; charset=utf-8" if found.startswith(TEXT_TYPES) and found != "image/svg+xml" else found
