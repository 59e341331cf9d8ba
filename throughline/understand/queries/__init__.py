"""Queries of codes, texts, runs and findings, for pages and methods."""
