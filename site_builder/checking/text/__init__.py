"""Rules over what one item says: dates, punctuation, markup, words, hosts."""
