"""Population figures, and the categories of a forum's contributors in them."""
