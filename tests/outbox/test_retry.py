from datetime import UTC, datetime, timedelta

from rec_portal.outbox.retry import next_try

NOW = datetime(2024, 11, 21, 9, tzinfo=UTC)


def test_pauses_of_1_5_15_and_60_minutes_then_no_more():
    for attempts, minutes in enumerate((1, 5, 15, 60), start=1):
        pause = timedelta(minutes=minutes)
        tries = {next_try(attempts, NOW) - NOW for _ in range(50)}
        assert min(tries) >= pause
        assert max(tries) <= pause * 1.2
        assert len(tries) > 1, "messages that failed together must not all come back in the same second"
    assert next_try(5, NOW) is None
