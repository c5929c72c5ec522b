"""The own words of a site, in content/_locales/: how they are written, and of which language they are."""
