"""Pages that list items: by date, community, topic; home, search, site map."""
