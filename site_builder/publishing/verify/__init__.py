"""A live site against what was published; changes nothing."""
