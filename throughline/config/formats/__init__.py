"""How numbers, dates and times are written, where a language is written otherwise here than Django has it."""
