"""Who was heard in a forum, compared with who there is."""
