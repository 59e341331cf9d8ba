"""Statistical methods: pure functions on arrays. No Django, no files, no clock, no network."""
