"""Queries of runs, populations and votes, for pages and methods."""
