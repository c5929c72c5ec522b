"""Makes `python -m site_builder` the same as `bulletin`."""

from site_builder.cli import main

main()
