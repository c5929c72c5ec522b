"""What storage that speaks S3 says where it fails, in one sentence; does nothing else."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from site_builder.problem import CommandError

REFUSED_KEYS = frozenset(["InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken", "ExpiredToken"])
NO_CREDENTIALS = (
    "no credentials for {host} were found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or write ~/.aws/credentials"
)


@contextmanager
def name_s3_failures(host: str, bucket: str) -> Iterator[None]:
    """Make a sentence of whatever fails within."""
    from botocore import exceptions

    try:
        yield
    except exceptions.ClientError as error:
        raise make_refusal(error.response, host, bucket) from error
    except (exceptions.NoCredentialsError, exceptions.PartialCredentialsError) as error:
        raise CommandError(3, NO_CREDENTIALS, host=host) from error
    except exceptions.SSLError as error:
        message = "the certificate of {host} cannot be trusted ({reason}), so nothing was sent"
        raise CommandError(3, message, host=host, reason=format_reason(error)) from error
    except (exceptions.ConnectTimeoutError, exceptions.ReadTimeoutError) as error:
        raise CommandError(3, "{host} does not answer", host=host) from error
    except (exceptions.BotoCoreError, exceptions.HTTPClientError, OSError) as error:
        message = "the connection to {host} failed: {reason}"
        raise CommandError(3, message, host=host, reason=format_reason(error)) from error


def make_refusal(response: dict[str, dict[str, str]], host: str, bucket: str) -> CommandError:
    """Say what the storage refused."""
    code, reason = response["Error"].get("Code", ""), response["Error"].get("Message", "")
    if code == "NoSuchBucket":
        return CommandError(3, "there is no bucket {bucket} at {host}", bucket=bucket, host=host)
    if code in REFUSED_KEYS:
        message = "{host} refuses the credentials at hand ({code}); see AWS_ACCESS_KEY_ID, or ~/.aws/credentials"
        return CommandError(3, message, host=host, code=code)
    message = "{host} refuses what is done in the bucket {bucket}: {reason}"
    return CommandError(3, message, host=host, bucket=bucket, reason=format_line(reason or code))


def format_reason(error: BaseException) -> str:
    """Give the innermost reason of a failure, in one line."""
    inner = format_line(str(getattr(error, "kwargs", {}).get("error") or error))
    found = re.search(r"\[Errno -?\d+\] (.+)", inner)
    return found[1] if found else inner


def format_line(text: str) -> str:
    """Give the first line of a text."""
    return next((line.strip().rstrip(".") for line in text.splitlines() if line.strip()), "?")
