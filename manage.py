#!/usr/bin/env python
"""Runs the portal's management commands; `DJANGO_SETTINGS_MODULE` chooses the environment."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rec_portal.settings.dev")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
