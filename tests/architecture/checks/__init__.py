"""The rules of the architecture as pure functions: they take a tree or a list of models and return breaches.

test_rules.py runs each on the project, test_planted_*.py on a tree with a planted breach.
"""
