"""arguments -> one call -> text and exit status; the only place that prints or exits."""

from site_builder.cli.commands import main

__all__ = ["main"]
