"""Patterns of votes: groups of people who vote alike, and what each holds."""
