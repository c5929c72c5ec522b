"""Site -> outputs as values: which pages and files there are, from which inputs; renders nothing and reads no file."""
