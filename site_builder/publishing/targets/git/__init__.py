"""A target that is a branch of a Git repository, as hosts of pages show it; by the system's git."""
