class Refused(Exception):
    """What was asked cannot be done; the text is the sentence people read."""
