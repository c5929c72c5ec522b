"""A built site -> one release in a folder: files, their compressed copies, manifest, signature; sends nothing."""
