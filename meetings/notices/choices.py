from datetime import timedelta

# How long before the start a reminder goes out.
REMINDER_OFFSETS = (timedelta(days=7), timedelta(days=1), timedelta(hours=1))
