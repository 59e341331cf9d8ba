"""What is logged while the database or a disk is away."""

import logging


class ShortOutages(logging.Filter):
    """Log one line without a traceback for each request that fails because the database or a disk is away."""

    def filter(self, record: logging.LogRecord) -> bool:
        from throughline.accounts.queries import is_outage  # the apps are loaded after logging is set up

        error = record.exc_info[1] if record.exc_info else None
        if error is not None and is_outage(error):
            record.msg, record.args = f"{record.getMessage()} ({in_one_line(error)})", ()
            record.exc_info, record.exc_text = None, None
        return True


def in_one_line(error: BaseException) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())[:300]}"
