"""Cross-tabulations of two questions of a survey."""
