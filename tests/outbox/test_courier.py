"""A real server that misbehaves at each step: what the courier makes of it, and that the next letter still goes."""

import socket

import pytest

from rec_portal.outbox import courier as room
from rec_portal.outbox import reasons
from rec_portal.outbox.courier import Courier
from rec_portal.outbox.letter import Letter
from tests.outbox.sink import DROP, HANG, MailSink


def letter(to: str = "anna@example.org", **fields) -> Letter:
    return Letter(
        **{"to": to, "subject": "News", "text": "Hi\n.\n", "html": "<p>Hi</p>", "message_id": "ab12"} | fields
    )


WAYS = ("word by word", "in one breath", "in one turn")


@pytest.fixture(params=WAYS)
def courier(sink, request):
    sink.pipelining = request.param != "word by word"
    sink.chunking = request.param == "in one turn"
    courier = Courier()
    yield courier
    courier.close()


def test_a_letter_arrives_whole(courier, sink):
    assert courier.send(letter()).verb == "deliver"
    (received,) = sink.messages
    assert received.recipients == ["anna@example.org"]
    assert received.part("text/plain").replace("\r\n", "\n") == "Hi\n.\n"


def test_what_is_to_be_done_meanwhile_is_done_once_where_a_text_was_sent(courier, sink):
    done = []
    courier.send(letter(), meanwhile=lambda: done.append("a letter"))
    sink.fail("RCPT", "550 5.1.1 unknown", times=1)
    courier.send(letter("gone@example.org"), meanwhile=lambda: done.append("a refused one"))
    assert done == ["a letter", *(["a refused one"] if sink.chunking else [])]


def test_many_letters_use_one_connection_for_a_while(courier, sink, monkeypatch):
    monkeypatch.setattr(room, "LETTERS_PER_CONNECTION", 10)
    for _number in range(25):
        courier.send(letter())
    assert (len(sink.messages), sink.connections) == (25, 3)


@pytest.mark.parametrize(
    ("stage", "action", "verb", "reason"),
    [
        ("MAIL", "451 4.3.0 later", "postpone", reasons.NOT_NOW),
        ("MAIL", "553 5.1.8 sender unknown", "bury", reasons.NEVER),
        ("MAIL", "421 4.3.2 going down", "postpone", reasons.NOT_NOW),
        ("MAIL", DROP, "postpone", reasons.BROKEN_BEFORE),
        ("RCPT", "450 4.2.1 greylisted", "postpone", reasons.NOT_NOW),
        ("RCPT", "550 5.1.1 unknown", "bury", reasons.NO_SUCH_ADDRESS),
        ("RCPT", "550 5.7.1 policy", "bury", reasons.NEVER),
        ("RCPT", DROP, "postpone", reasons.BROKEN_BEFORE),
        ("BEFORE_DATA", "451 4.3.1 full", "postpone", reasons.NOT_NOW),
        ("BEFORE_DATA", "554 5.5.1 no valid recipients", "bury", reasons.NEVER),
        ("BEFORE_DATA", DROP, "postpone", reasons.BROKEN_BEFORE),
        ("DATA", "452 4.3.1 full", "postpone", reasons.NOT_NOW),
        ("DATA", "550 5.7.1 spam", "bury", reasons.NEVER),
        ("DATA", "550 no", "bury", reasons.NEVER),
        ("DATA", "421 4.3.2 going down", "postpone", reasons.NOT_NOW),
        ("DATA", DROP, "postpone", reasons.BROKEN_AFTER),
    ],
)
def test_each_fault_has_its_outcome_and_the_next_letter_goes(courier, sink, stage, action, verb, reason):
    sink.fail(stage, action, times=1)
    outcome = courier.send(letter())
    if sink.chunking and reason == reasons.BROKEN_BEFORE:
        # The text was on its way with the first command.
        reason = reasons.BROKEN_AFTER
    assert (outcome.verb, outcome.reason) == (verb, reason)
    assert not outcome.server_away
    assert courier.send(letter("next@example.org")).verb == "deliver"
    assert sink.messages[-1].recipients == ["next@example.org"]


def test_a_refused_letter_that_the_server_would_take_all_the_same_brings_nobody_a_text(courier, sink):
    sink.lenient = True
    sink.fail("RCPT", "550 5.1.1 unknown", times=1)
    outcome = courier.send(letter())
    assert (outcome.reason, outcome.address_refused) == (reasons.NO_SUCH_ADDRESS, True)
    # In one turn the text is there before the refusal, and it is the server that lets it drop.
    assert all(message.content == b"" for message in sink.messages) or sink.chunking
    assert courier.send(letter("next@example.org")).verb == "deliver"
    assert sink.messages[-1].part("text/plain").startswith("Hi")


@pytest.mark.parametrize("action", ["421 4.3.2 too busy", "554 not you", DROP])
def test_a_server_that_does_not_let_us_in_is_away(courier, sink, action):
    sink.fail("CONNECT", action, times=1)
    outcome = courier.send(letter())
    assert (outcome.verb, outcome.reason, outcome.server_away) == ("postpone", reasons.SERVER_AWAY, True)
    assert courier.send(letter()).verb == "deliver"


def test_a_server_that_is_not_there_is_away(settings):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        settings.EMAIL_BACKEND = MailSink().settings["EMAIL_BACKEND"]
        settings.EMAIL_HOST, settings.EMAIL_PORT = unused.getsockname()
        outcome = Courier().send(letter())
    assert (outcome.verb, outcome.server_away) == ("postpone", True)
    assert "refused" in outcome.server_reply


@pytest.mark.parametrize("stage", ["CONNECT", "MAIL", "RCPT", "DATA"])
def test_silence_ends_at_the_time_limit(settings, sink, stage):
    settings.EMAIL_TIMEOUT = 0.2
    sink.fail(stage, HANG, times=1)
    outcome = Courier().send(letter())
    assert outcome.verb == "postpone"
    assert outcome.server_away == (stage == "CONNECT")
    assert (outcome.reason == reasons.BROKEN_AFTER) == (stage == "DATA")


def test_a_letter_may_not_outlast_its_share_of_the_lease(settings, sink):
    """Each single answer would be in time, were it not for the whole."""
    settings.OUTBOX_LEASE_SECONDS = 1.5
    sink.fail("DATA", HANG, times=1)
    outcome = Courier().send(letter())
    assert (outcome.verb, outcome.reason) == ("postpone", reasons.BROKEN_AFTER)


def test_a_connection_that_was_hung_up_while_at_rest_is_opened_again(courier, sink):
    courier.send(letter())
    courier.backend.connection.sock.shutdown(socket.SHUT_RDWR)
    assert courier.send(letter("second@example.org")).verb == "deliver"
    assert [received.recipients[0] for received in sink.messages] == ["anna@example.org", "second@example.org"]


def test_a_text_that_may_have_arrived_is_never_sent_twice_in_one_try(courier, sink):
    courier.send(letter())
    sink.fail("DATA", DROP, times=1)
    assert courier.send(letter("second@example.org")).reason == reasons.BROKEN_AFTER
    assert len(sink.messages) == 2


@pytest.mark.parametrize("courier", ["in one turn"], indirect=True)
def test_a_text_in_one_turn_arrives_as_it_is(courier, sink):
    """No line of it is a command or an end to the server, and none is changed on the way."""
    raw = letter(text="Hi\n.\nQUIT\n..\n").raw
    assert courier.send(letter(text="Hi\n.\nQUIT\n..\n")).verb == "deliver"
    assert sink.messages[0].content.split(b"\r\n\r\n", 1)[1] == raw.split(b"\r\n\r\n", 1)[1]


@pytest.mark.parametrize("courier", ["in one turn"], indirect=True)
def test_a_refusal_stands_though_the_line_breaks_behind_it(courier, sink):
    """The address was refused: whatever happens to the connection, nobody has the text, and the person is known."""
    sink.fail("RCPT", "550 5.1.1 unknown", times=1)
    sink.fail("BEFORE_DATA", DROP, times=1)
    outcome = courier.send(letter())
    assert (outcome.reason, outcome.address_refused) == (reasons.NO_SUCH_ADDRESS, True)
    assert courier.send(letter("next@example.org")).verb == "deliver"


@pytest.mark.parametrize("courier", ["in one turn"], indirect=True)
def test_a_server_that_takes_leave_between_two_letters_costs_no_letter(courier, sink):
    assert courier.send(letter()).verb == "deliver"
    sink.fail("MAIL", "421 4.7.0 enough for one connection", times=1)
    assert courier.send(letter("second@example.org")).verb == "deliver"
    assert sink.connections == 2
    assert [received.recipients[0] for received in sink.messages] == ["anna@example.org", "second@example.org"]


def test_an_address_that_no_server_takes_needs_no_server(courier, sink):
    outcome = courier.send(letter("анна@example.org"))
    assert (outcome.verb, outcome.reason, outcome.address_refused) == ("bury", reasons.BAD_ADDRESS, True)
    assert sink.messages == []


class Provider:
    """A mail backend of some provider that fails in its own way."""

    def __init__(self, **options):
        self.answers = options

    def open(self):
        return None

    def close(self):
        pass

    def send_messages(self, messages):
        if messages[0].to == ["none@example.org"]:
            return 0
        raise LookupError("quota")


def test_another_backend_may_fail_in_its_own_way(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Provider"
    outcome = Courier().send(letter())
    assert (outcome.verb, outcome.server_reply) == ("postpone", "LookupError: quota")
    assert Courier().send(letter("none@example.org")).verb == "postpone"
