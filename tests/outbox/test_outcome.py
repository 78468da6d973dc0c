import pytest

from rec_portal.outbox.outcome import of_reply


@pytest.mark.parametrize(
    ("code", "reply", "suspends"),
    [
        (550, "No such user", True),
        (550, "5.1.1 No such user", True),
        (551, "User not local", True),
        (553, "5.1.3 Bad address", True),
        (554, "5.1.10 Recipient address rejected", True),
        (550, "5.2.1 Mailbox closed", True),
        (550, "5.7.1 Message looks like spam", False),
        (550, "5.1.8 Bad sender", False),
        (552, "5.2.2 Mailbox full", False),
        (554, "Transaction failed", False),
        (500, "What?", False),
    ],
)
def test_a_final_no_to_the_recipient(code, reply, suspends):
    outcome = of_reply(code, reply, to_recipient=True)
    assert (outcome.verb, outcome.address_refused) == ("bury", suspends)
    assert outcome.server_reply == f"{code} {reply}"


@pytest.mark.parametrize("code", [550, 551, 553])
def test_a_final_no_to_sender_or_text_says_nothing_about_the_address(code):
    outcome = of_reply(code, b"5.1.1 no", to_recipient=False)
    assert (outcome.verb, outcome.address_refused) == ("bury", False)


@pytest.mark.parametrize("code", [421, 450, 451, 452, -1, 354, 211])
def test_everything_else_is_tried_again(code):
    assert of_reply(code, b"later\r\n please", to_recipient=True).verb == "postpone"


def test_an_answer_of_any_length_and_coding_fits():
    outcome = of_reply(550, b"\xff\xfe" * 500 + b"\r\nmore", to_recipient=True)
    assert len(outcome.server_reply) == 300
    assert "\n" not in outcome.server_reply
