"""Weights: the population figures people can be weighted to, and the results of runs of weights."""
