"""What is set otherwise than it was typed: tables that are wide, pictures that stand together."""
