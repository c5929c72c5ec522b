"""What tells the address of a home, by language."""
