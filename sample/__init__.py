"""One invented district. Every name, word and number in this folder is made up, to show how it works."""
