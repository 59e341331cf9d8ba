"""Workflows: load, compute, guard, record."""

from throughline.understand.workflows.reproduce import Reproduction, reproduce

__all__ = [
    "Reproduction",
    "reproduce",
]
