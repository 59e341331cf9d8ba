"""Reads of runs, populations and votes, shaped for a page or a method."""
