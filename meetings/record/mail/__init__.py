from meetings.record.mail import actions, records  # noqa: F401
