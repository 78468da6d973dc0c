"""A short mail: a few sentences, what it is about, facts, and one button to the page where something is to be done."""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language

from rec_portal.foundation.text import one_line, several_lines, unlinked
from rec_portal.outbox.notices import Rendered

LONGEST_TITLE = 90


@dataclass(frozen=True)
class PlainLetter:
    """`facts` are (label, value); `path` is the page's address without the site; typed text is made safe here. `stop`
    is the address that ends mails of this kind, for what a person may do without."""

    what: str
    title: str
    sentences: list[str]
    path: str
    button: str
    why: str
    facts: list[tuple[str, str]] = field(default_factory=list)
    stop: str = ""


def render_plain(letter: PlainLetter, person: Any) -> Rendered:
    title = unlinked(one_line(letter.title))
    short = title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1].rstrip()}…"
    subject = f"{letter.what}: {short}"
    context = {
        "subject": subject,
        "name": unlinked(one_line(person.name)),
        "title": title,
        "sentences": [unlinked(several_lines(sentence)) for sentence in letter.sentences],
        "facts": [(label, unlinked(several_lines(value))) for label, value in letter.facts if value],
        "page": f"{settings.SITE_URL}{letter.path}",
        "button": letter.button,
        "why": letter.why,
        "stop": letter.stop,
        "profile": f"{settings.SITE_URL}{reverse('accounts:profile')}",
        "language": get_language(),
    }
    text = render_to_string("emails/meetings/plain.txt", context).strip() + "\n"
    html = render_to_string("emails/meetings/plain.html", context)
    return Rendered(subject=subject, text=text, html=html, stop_address=letter.stop)
