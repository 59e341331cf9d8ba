"""Kept views: counts for users without access to raw voices, which move in steps."""
