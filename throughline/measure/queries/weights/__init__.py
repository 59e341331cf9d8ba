"""Weights: by which figures of the community people can be weighted, and what a run of weights found."""
