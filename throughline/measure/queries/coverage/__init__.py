"""Participation in a forum, compared with population figures."""
