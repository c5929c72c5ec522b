"""`check --mend`: changes that rules found are proved to be certain, then written; asks nobody and prints nothing."""
