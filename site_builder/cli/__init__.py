"""arguments -> one call -> text and exit status; the only place that prints or exits."""

import sys
import time


def main(arguments: list[str] | None = None) -> None:
    """Run a command and exit; a build with nothing to do ends here, before anything else is imported."""
    from site_builder.building.untouched import said_before

    start = time.perf_counter()
    arguments = sys.argv[1:] if arguments is None else arguments
    said = said_before(arguments, time.time())
    if said is None:
        from site_builder.cli.commands import main as run

        run(arguments)
    else:
        from site_builder.cli.repeat import repeat

        before, after, err = said
        repeat(f"{before}{time.perf_counter() - start:.2f}{after}", err)
