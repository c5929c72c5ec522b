"""A built site -> releases on a target, and the proof that what readers get is what was published; never prints."""
