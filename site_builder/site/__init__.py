"""Items -> Site: what is public, in which order, under which address; knows nothing of pages."""
