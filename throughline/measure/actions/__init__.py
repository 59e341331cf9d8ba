from throughline.measure.actions.run import record_run

__all__ = [
    "record_run",
]
