"""A theme in layers: the site's own templates above those of a theme package above the program's; renders none."""
