"""What a theme consists of: layers of templates and static files, packages that bring one; renders no page."""
