"""The block at the head of an item -> its fields; reads no body and no file."""
