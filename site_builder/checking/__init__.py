"""Rules over items and Site that keep things from being published; changes nothing."""
