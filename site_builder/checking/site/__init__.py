"""Rules over all items together: links, relations, reviews, what was published before."""
