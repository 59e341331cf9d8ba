"""Forms for coding texts, writing findings and releasing them."""
