"""Mails that come back, with what is to become of each: reports of failures, and much that only looks like one."""

from dataclasses import dataclass

from tests.outbox.bounce_mails import (
    CLOSED_MAILBOX,
    DIRECTION_MARKS,
    EXCHANGE_CYRILLIC,
    EXCHANGE_DENIED,
    EXCHANGE_UNKNOWN,
    EXIM_OLD,
    EXIM_SPAM,
    EXIM_UNKNOWN,
    FORWARDED,
    GMAIL_FULL,
    GMAIL_UNKNOWN,
    INTERNATIONAL,
    NO_CODES,
    POSTFIX_DELAYED,
    POSTFIX_DELIVERED,
    POSTFIX_EXPIRED,
    POSTFIX_FULL,
    POSTFIX_NO_HOST,
    POSTFIX_PIPED,
    POSTFIX_SPAM,
    POSTFIX_UNKNOWN,
    RETURNED_WITHOUT_ID,
    SENDMAIL_UNKNOWN,
    TWO_ADDRESSES,
    report,
)

OUT_OF_OFFICE = """\
From: {to}
To: portal@example.org
Subject: Automatic reply: Invitation
In-Reply-To: {id}
References: {id}
Auto-Submitted: auto-replied
X-Auto-Response-Suppress: All
Content-Type: multipart/alternative; boundary=ooo

--ooo
Content-Type: text/plain

I am away until Monday.
--ooo--
"""
READ_RECEIPT = """\
From: {to}
To: portal@example.org
Subject: Read: Invitation
Content-Type: multipart/report; report-type=disposition-notification; boundary=mdn

--mdn
Content-Type: text/plain

It was read.
--mdn
Content-Type: message/disposition-notification

Final-Recipient: rfc822; {to}
Original-Message-ID: {id}
Disposition: manual-action/MDN-sent-manually; displayed
--mdn--
"""
COMPLAINT = READ_RECEIPT.replace("disposition-notification", "feedback-report")
# Says that it is a report about something else, and carries the part of a failed delivery all the same.
DISGUISED = POSTFIX_UNKNOWN.replace("report-type=delivery-status", "report-type=disposition-notification")
CALENDAR_ANSWER = """\
From: {to}
Subject: Accepted: Meeting
In-Reply-To: {id}
Content-Type: text/calendar; method=REPLY

BEGIN:VCALENDAR
END:VCALENDAR
"""
WRAPPED = (
    "From: scanner@mx.example.net\nContent-Type: multipart/mixed; boundary=outer\n\n--outer\n"
    + POSTFIX_UNKNOWN
    + "\n--outer--\n"
)
NO_BOUNDARY = "Content-Type: multipart/report; report-type=delivery-status\n\nAction: failed\nMessage-ID: {id}\n"
NO_STATUS_PART = POSTFIX_UNKNOWN.replace("message/delivery-status", "text/plain")
EMPTY_STATUS = report("\n\n\n")
DEEP = "".join(
    f'Content-Type: multipart/report; report-type=delivery-status; boundary="b{n}"\n\n--b{n}\n' for n in range(9000)
)
MANY_BLOCKS = report("Reporting-MTA: dns; x\n\n" + "Subject: x\n\n" * 40_000)
MANY_PARTS = 'Content-Type: multipart/report; boundary="x"\n\n' + "--x\n\n" * 150_000
TOO_LARGE = POSTFIX_UNKNOWN + "x" * 1_100_000
BARE_LINES = "\n" * 500_000
ONE_LINE = "Content-Type: multipart/report; boundary=" + ';x="\\' * 200_000


@dataclass(frozen=True)
class Sample:
    """What is to become of one mail: `state` of the message, whether its address is stopped, a part of the kept
    words. `status` is how the command ends: 0 taken in, 65 not ours.
    """

    mail: str
    state: str = "sent"
    stops: bool = False
    said: str = ""
    status: int = 0
    charset: str = "utf-8"


def _bounced(mail: str, said: str = "", *, stops: bool, charset: str = "utf-8") -> Sample:
    return Sample(mail, "dead", stops, said, charset=charset)


def _refused(mail: str) -> Sample:
    return Sample(mail, status=65)


SAMPLES = {
    "Postfix, no such user": _bounced(POSTFIX_UNKNOWN, "550 5.1.1 <", stops=True),
    "Postfix through a pipe": _bounced(POSTFIX_PIPED, "550 5.1.1 <", stops=True),
    "Postfix, no such host": _bounced(POSTFIX_NO_HOST, "Host or domain name not found", stops=False),
    "Postfix, mailbox full": _bounced(POSTFIX_FULL, "Mailbox full", stops=False),
    "Postfix, taken for spam": _bounced(POSTFIX_SPAM, "550 spam message rejected", stops=False),
    "Postfix, gave up after days": _bounced(POSTFIX_EXPIRED, "timed out", stops=False),
    "Postfix, still trying": Sample(POSTFIX_DELAYED, said="timed out"),
    "Postfix, delivered": Sample(POSTFIX_DELIVERED),
    "Exim, no such user": _bounced(EXIM_UNKNOWN, "550 No such user here", stops=True),
    "Exim, taken for spam": _bounced(EXIM_SPAM, "unwanted", stops=False),
    "Exim before reports had a form": _refused(EXIM_OLD),
    "Gmail, no such user": _bounced(GMAIL_UNKNOWN, "550-5.1.1 The email account", stops=True),
    "Gmail, mailbox full": _bounced(GMAIL_FULL, "over quota", stops=False),
    "Exchange, no such user": _bounced(EXCHANGE_UNKNOWN, "550 5.1.10 RESOLVER", stops=True),
    "Exchange, only for colleagues": _bounced(EXCHANGE_DENIED, "authentication required", stops=False),
    "Exchange in another alphabet": _bounced(EXCHANGE_CYRILLIC, "550 5.1.10 RESOLVER", stops=True, charset="cp1251"),
    "Sendmail, the whole letter returned": _bounced(SENDMAIL_UNKNOWN, "User unknown", stops=True),
    "a mailbox that was closed": _bounced(CLOSED_MAILBOX, "disabled", stops=True),
    "a report in UTF-8": _bounced(INTERNATIONAL, "нет адреса", stops=True),
    "forwarded by the recipient to a wrong address": _bounced(FORWARDED, "550 5.1.1", stops=False),
    "two addresses, ours is the second": _bounced(TWO_ADDRESSES, "unknown", stops=True),
    "without any code": _bounced(NO_CODES, stops=False),
    "with control and direction characters": _bounced(DIRECTION_MARKS, "550 5.1.1 unknown", stops=True),
    "out of office": _refused(OUT_OF_OFFICE),
    "a read receipt": _refused(READ_RECEIPT),
    "a complaint about spam": _refused(COMPLAINT),
    "a receipt with a failure inside": _refused(DISGUISED),
    "an answer from a calendar": _refused(CALENDAR_ANSWER),
    "a report inside another mail": _refused(WRAPPED),
    "a report without Message-ID": _refused(RETURNED_WITHOUT_ID),
    "no boundary": _refused(NO_BOUNDARY),
    "no status": _refused(NO_STATUS_PART),
    "an empty status": _refused(EMPTY_STATUS),
    "nine thousand reports one inside the other": _refused(DEEP),
    "forty thousand blocks": _refused(MANY_BLOCKS),
    "150,000 parts": _refused(MANY_PARTS),
    "more than a megabyte": _refused(TOO_LARGE),
    "nothing but line ends": _refused(BARE_LINES),
    "one endless line": _refused(ONE_LINE),
    "nothing": _refused(""),
}
