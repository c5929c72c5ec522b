"""Personal data in texts, each with the customary mask; judges no reason to publish."""
