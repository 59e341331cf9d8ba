"""Cross-tabulations: two answers of a survey counted together."""
