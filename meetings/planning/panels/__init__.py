from meetings.planning.panels import polls, series  # noqa: F401
