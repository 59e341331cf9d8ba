"""Workflows: load, compute, guard, record."""

from throughline.understand.workflows.kept_codes import codes_in_sight
from throughline.understand.workflows.reproduce import Reproduction, reproduce

__all__ = [
    "Reproduction",
    "codes_in_sight",
    "reproduce",
]
