"""Signing in: the ways in, what bounds guessing, sessions."""
