"""The bytes of pictures: what they are, what is taken out of them, what is made of them; knows nothing of items."""
