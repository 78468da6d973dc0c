"""Reports of failed deliveries in the shapes that mail servers give them.

Written by hand after the standards and the servers' manuals. `{id}` is our Message-ID with angle brackets, `{to}` the
address we wrote to; everything else is invented.
"""

from textwrap import dedent

LETTER = """\
    From: REC Portal <portal@example.org>
    To: {to}
    Subject: Invitation
    Message-ID: {id}
    Auto-Submitted: auto-generated
"""


def report(
    status: str, *, words: str = "It did not arrive.", returned: str = LETTER, kind: str = "text/rfc822-headers"
):
    """A report in Postfix's frame, which is the plainest."""
    head = 'multipart/report; report-type=delivery-status;\n\tboundary="FENCE/mx.example.net"'
    parts = [f"Content-Type: text/plain; charset=us-ascii\n\n{words}"]
    parts += [f"Content-Description: Delivery report\nContent-Type: message/delivery-status\n\n{dedent(status)}"]
    parts += [f"Content-Type: {kind}\n\n{dedent(returned)}"] if returned else []
    body = "".join(f"--FENCE/mx.example.net\n{part}\n" for part in parts)
    return (
        "Return-Path: <>\nFrom: MAILER-DAEMON@mx.example.net (Mail Delivery System)\nTo: portal@example.org\n"
        "Subject: Undelivered Mail Returned to Sender\nAuto-Submitted: auto-replied\nMIME-Version: 1.0\n"
        f"Content-Type: {head}\nContent-Transfer-Encoding: 7bit\nMessage-Id: <20241121.AB12@mx.example.net>\n\n"
        f"This is a MIME-encapsulated message.\n\n{body}--FENCE/mx.example.net--\n"
    )


def _postfix(action: str, status: str, said: str, words: str = "It did not arrive.") -> str:
    return report(
        f"""\
        Reporting-MTA: dns; mx.example.net
        X-Postfix-Queue-ID: 4XvT1c2bqLz3wXY
        X-Postfix-Sender: rfc822; portal@example.org
        Arrival-Date: Thu, 21 Nov 2024 09:00:01 +0000 (UTC)

        Final-Recipient: rfc822; {{to}}
        Original-Recipient: rfc822;{{to}}
        Action: {action}
        Status: {status}
        Remote-MTA: dns; mail.example.com
        Diagnostic-Code: {said}
        """,
        words=words,
    )


POSTFIX_UNKNOWN = _postfix("failed", "5.1.1", "smtp; 550 5.1.1 <{to}>: Recipient address rejected: User unknown")
POSTFIX_NO_HOST = _postfix(
    "failed",
    "5.4.4",
    "X-Postfix; Host or domain name not found. Name service error for\n            name=example.invalid type=A",
)
POSTFIX_FULL = _postfix("failed", "5.2.2", "smtp; 552 5.2.2 Mailbox full")
POSTFIX_SPAM = _postfix(
    "failed", "5.0.0", "smtp; 550 spam message rejected", "host said: 550 (in reply to end of DATA command)"
)
POSTFIX_EXPIRED = _postfix("failed", "4.4.1", "X-Postfix; connect to mail.example.com[192.0.2.7]:25: timed out")
POSTFIX_DELAYED = _postfix("delayed", "4.4.1", "X-Postfix; connect to mail.example.com[192.0.2.7]:25: timed out")
POSTFIX_DELIVERED = _postfix("delivered", "2.0.0", "X-Postfix; delivery to mailbox: delivered")
POSTFIX_PIPED = "From MAILER-DAEMON  Thu Nov 21 09:00:03 2024\n" + POSTFIX_UNKNOWN

EXIM_UNKNOWN = """\
Return-path: <>
Received: from Debian-exim by mx.example.net with local (Exim 4.96) id 1tE2bc-0004fz-2a
From: Mail Delivery System <Mailer-Daemon@mx.example.net>
To: portal@example.org
References: {id}
X-Failed-Recipients: {to}
Auto-Submitted: auto-replied
Content-Type: multipart/report; report-type=delivery-status; boundary=1732179600-eximdsn-1804289383
MIME-Version: 1.0
Subject: Mail delivery failed: returning message to sender

--1732179600-eximdsn-1804289383
Content-type: text/plain; charset=us-ascii

A message that you sent could not be delivered to one or more of its recipients. This is a permanent error.

  {to}
    host mail.example.com [192.0.2.7]
    SMTP error from remote mail server after RCPT TO:<{to}>:
    550 No such user here

--1732179600-eximdsn-1804289383
Content-type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Action: failed
Final-Recipient: rfc822;{to}
Status: 5.0.0
Remote-MTA: dns; mail.example.com
Diagnostic-Code: smtp; 550 No such user here

--1732179600-eximdsn-1804289383
Content-type: text/rfc822-headers

From: REC Portal <portal@example.org>
Message-Id: {id}

--1732179600-eximdsn-1804289383--
"""
EXIM_SPAM = EXIM_UNKNOWN.replace("after RCPT TO:<{to}>", "after end of data").replace(
    "550 No such user here", "550 Message classified as unwanted"
)
EXIM_OLD = """\
From: Mail Delivery System <Mailer-Daemon@mx.example.net>
To: portal@example.org
X-Failed-Recipients: {to}
Subject: Mail delivery failed: returning message to sender

This message was created automatically by mail delivery software.

------ This is a copy of the message, including all the headers. ------

Message-ID: {id}
"""

GMAIL_UNKNOWN = """\
Delivered-To: portal@example.org
From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>
To: portal@example.org
Auto-Submitted: auto-replied
Subject: Delivery Status Notification (Failure)
References: {id}
In-Reply-To: {id}
X-Failed-Recipients: {to}
Message-ID: <6740a1b2.050a0220.1.GMR@mx.google.com>
Content-Type: multipart/report; boundary="00000000000077f3"; report-type=delivery-status

--00000000000077f3
Content-Type: multipart/related; boundary="00000000000077f3b2"

--00000000000077f3b2
Content-Type: multipart/alternative; boundary="00000000000077f3b2aa"

--00000000000077f3b2aa
Content-Type: text/html; charset="UTF-8"

<p>Address not found</p>

--00000000000077f3b2aa--
--00000000000077f3b2--
--00000000000077f3
Content-Type: message/delivery-status

Reporting-MTA: dns; googlemail.com
Received-From-MTA: dns; portal@example.org
Arrival-Date: Thu, 21 Nov 2024 01:00:01 -0800 (PST)
X-Original-Message-ID: {id}

Final-Recipient: rfc822; {to}
Action: failed
Status: 5.1.1
Remote-MTA: dns; gmail-smtp-in.l.google.com. (192.0.2.27, the server for the domain)
Diagnostic-Code: smtp; 550-5.1.1 The email account that you tried to reach does not exist. Please try
 550-5.1.1 double-checking the recipient's email address for typos or
 550 5.1.1 unnecessary spaces.
Last-Attempt-Date: Thu, 21 Nov 2024 01:00:02 -0800 (PST)

--00000000000077f3
Content-Type: message/rfc822

Message-ID: {id}
From: REC Portal <portal@example.org>
Subject: Invitation

The text.

--00000000000077f3--
"""
GMAIL_FULL = GMAIL_UNKNOWN.replace("5.1.1", "5.2.2").replace("does not exist", "is over quota")

# Exchange returns the letter in base64 and may leave out our headers altogether; In-Reply-To tells whose it is.
EXCHANGE_UNKNOWN = """\
From: <postmaster@ministry.example>
To: <portal@example.org>
Date: Thu, 21 Nov 2024 09:00:03 +0000
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="b1_9B095B5ADSN=_01DB3C0F5E3A7C4B0000021Cmail.ministry."
Content-Language: en-US
Message-ID: <c0ffee@mail.ministry.example>
In-Reply-To: {id}
References: {id}
Subject: Undeliverable: Invitation
Auto-Submitted: auto-replied
MIME-Version: 1.0

--b1_9B095B5ADSN=_01DB3C0F5E3A7C4B0000021Cmail.ministry.
Content-Type: multipart/alternative; differences=Content-Type;
\tboundary="b2_9B095B5ADSN=_01DB3C0F5E3A7C4B0000021Cmail.ministry."

--b2_9B095B5ADSN=_01DB3C0F5E3A7C4B0000021Cmail.ministry.
Content-Type: text/plain; charset="us-ascii"
Content-Transfer-Encoding: quoted-printable

Delivery has failed to these recipients or groups:

--b2_9B095B5ADSN=_01DB3C0F5E3A7C4B0000021Cmail.ministry.--

--b1_9B095B5ADSN=_01DB3C0F5E3A7C4B0000021Cmail.ministry.
Content-Type: message/delivery-status

Reporting-MTA: dns;mail.ministry.example
Received-From-MTA: dns;mx.example.net
Arrival-Date: Thu, 21 Nov 2024 09:00:02 +0000

Original-Recipient: rfc822;{to}
Final-Recipient: rfc822;{to}
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup
X-Display-Name: Somebody

--b1_9B095B5ADSN=_01DB3C0F5E3A7C4B0000021Cmail.ministry.--
"""
EXCHANGE_DENIED = EXCHANGE_UNKNOWN.replace("5.1.10", "5.7.1").replace(
    "RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup",
    "RESOLVER.RST.AuthRequired; authentication required",
)
# Exchange in Russian: 8-bit words of the old Windows alphabet, whatever the head says.
EXCHANGE_CYRILLIC = EXCHANGE_UNKNOWN.replace("Recipient not found by SMTP address lookup", "Получатель не найден")

SENDMAIL_UNKNOWN = report(
    """\
    Reporting-MTA: dns; relay.example.net
    Arrival-Date: Thu, 21 Nov 2024 14:00:01 +0500

    Final-Recipient: RFC822; {to}
    Action: failed
    Status: 5.1.1
    Diagnostic-Code: SMTP; 550 5.1.1 {to}... User unknown
    Last-Attempt-Date: Thu, 21 Nov 2024 14:00:02 +0500
    """,
    kind="message/rfc822",
)
CLOSED_MAILBOX = _postfix("failed", "5.2.1", "smtp; 550 5.2.1 The account is disabled")
# The message id stands in base64, as servers write it whose reports are in UTF-8 (RFC 6533).
INTERNATIONAL = """\
From: MAILER-DAEMON@mx.example.net
Content-Type: multipart/report; report-type=delivery-status; boundary=utf8

--utf8
Content-Type: message/global-delivery-status
Content-Transfer-Encoding: base64

{status64}
--utf8
Content-Type: message/global-headers
Content-Transfer-Encoding: quoted-printable

Message-ID:=20{id}
Subject: =D0=9F=D1=80=D0=B8=D0=B3=D0=BB=D0=B0=D1=88=D0=B5=D0=BD=D0=B8=D0=B5

--utf8--
"""
INTERNATIONAL_STATUS = (
    "Reporting-MTA: dns; mx.example.net\r\n\r\n"
    "Final-Recipient: utf-8; {to}\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 нет адреса\r\n"
)
FORWARDED = POSTFIX_UNKNOWN.replace("rfc822; {to}", "rfc822; private@home.example").replace(
    "Original-Recipient: rfc822;{to}", "Original-Recipient: rfc822;private@home.example"
)
TWO_ADDRESSES = report(
    """\
    Reporting-MTA: dns; mx.example.net

    Final-Recipient: rfc822; other@example.com
    Action: delayed
    Status: 4.2.0

    Final-Recipient: rfc822; {to}
    Action: failed
    Status: 5.1.1
    Diagnostic-Code: smtp; 550 5.1.1 unknown
    """
)
NO_CODES = report("Reporting-MTA: dns; mx.example.net\n\nFinal-Recipient: rfc822; {to}\nAction: failed\nStatus: 5\n")
DIRECTION_MARKS = _postfix("failed", "5.1.1", "smtp; 550 5.1.1 un\u202eknown\x00\x07")
RETURNED_WITHOUT_ID = report(
    "Reporting-MTA: dns; x\n\nFinal-Recipient: rfc822; {to}\nAction: failed\nStatus: 5.1.1\n",
    returned="Subject: Hello\n",
)
