"""outputs -> files: which are stale, rendered from their inputs, written whole or not at all; decides no content."""
