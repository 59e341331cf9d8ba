"""The sample district, for demonstrations. Every name, text and number in this folder is made up."""
