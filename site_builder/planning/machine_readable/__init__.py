"""Feeds, calendars, sitemaps and redirects: what programs read."""
