"""What stands between us and files that other programs made: one kind of error, limits, a process that may be ended."""

from site_builder.foreign_readers.guard import UnreadableFileError, guard_reader

__all__ = ["UnreadableFileError", "guard_reader"]
