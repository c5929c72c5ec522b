"""What a template asks for and is not there: as strict as Jinja's own, but it knows what there would have been."""

from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import StrictUndefined, UndefinedError
from jinja2.utils import missing


class MissingFieldError(UndefinedError):
    """A template uses a field that a record has not, or a name that it does not know; `known` are those that it may."""

    def __init__(self, message: str, name: str, known: tuple[str, ...] | None) -> None:
        """Keep the name as written; `known` is None where nothing stands before the name, and empty for no record."""
        super().__init__(message)
        self.name = name
        self.known = known


class StrictField(StrictUndefined):
    """Nothing, in the place of a field or a name that is not there; it fails when it is used."""

    __slots__ = ()

    def __init__(self, hint: str | None = None, obj: Any = missing, name: str | None = None, exc: Any = None) -> None:
        """Remember what was asked for; where Jinja has words of its own (`hint`), these are kept."""
        super().__init__(hint, obj, name, exc or UndefinedError)
        if hint is None and name is not None and exc is None:
            self._undefined_exception = make_error_factory(obj, str(name))  # type: ignore[assignment]


def make_error_factory(obj: Any, name: str) -> Callable[[str], MissingFieldError]:
    """Give what makes the error, once the nothing is used."""
    return lambda message: MissingFieldError(message, name, None if obj is missing else list_fields(obj))


def list_fields(obj: Any) -> tuple[str, ...]:
    """Give the names that a template may use of a record, of a mapping or of what it imported; texts have none."""
    if isinstance(obj, Mapping):
        return tuple(str(each) for each in obj)
    if obj is None or isinstance(obj, str | int | float | list | tuple | set | frozenset):
        return ()
    return tuple(each for each in dir(obj) if not each.startswith("_"))
