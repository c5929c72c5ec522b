"""Dates, times of the day and spans within texts: what is written, and what cannot be."""
