"""`[fields]` of site.toml: the fields that a site has besides those of every item."""
