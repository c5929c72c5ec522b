"""Lines with and without personal data, each labelled, on which the rule `personal-data` is measured.

`shown/` holds what whoever writes the rules may look at: forms of data × frames around them, harmless lines, and lines
that were written by hand, a kind a file. `held_back/` holds the third that is for the measuring alone. Which template
lies where follows from its digest, so that no line of the one part was made from a template of the other.
"""
