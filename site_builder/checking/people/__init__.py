"""The registered people in what items say: their names and offices."""
