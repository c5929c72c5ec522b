"""Numbers that belong to one person, kind by kind, in a text in plain signs, with what stands around them."""
