"""Patterns of votes: groups of people who vote alike, and the opinions of each."""
