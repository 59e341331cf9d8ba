class Refused(Exception):
    """Something cannot be done as asked; the text is the sentence people read."""
