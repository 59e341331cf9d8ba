#!/usr/bin/env python
"""Django's management commands, for developers. Operators use `throughline`."""

import os
import sys

from django.core.management import execute_from_command_line

from throughline.config.server.processes import flush_each_line

if __name__ == "__main__":
    flush_each_line()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "throughline.config.settings")
    execute_from_command_line(sys.argv)
