"""Forms of the pages of cycles and forums."""
