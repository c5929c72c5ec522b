"""`bulletin theme`: its commands, and what they say."""
