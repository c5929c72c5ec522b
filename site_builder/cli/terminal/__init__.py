"""What is said and asked on a terminal: messages, prompts, progress, wrong usage; decides nothing."""
