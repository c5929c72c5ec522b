"""A built site -> one release in a folder: twins, manifest, signature, what readers still load; sends nothing."""
