"""A whole site of another generator -> items of this one, and an account of every construct; runs nothing of theirs."""
