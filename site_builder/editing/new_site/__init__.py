"""A site to begin with: the starter, the demonstration, a government profile."""
