"""Forms filled with what nobody types: each gets an ordinary answer, never an error of the server."""

from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.db import transaction
from django.urls import NoReverseMatch

from tests.matrix.addresses import addresses
from tests.matrix.objects import Rows, address_of, query_of

pytestmark = pytest.mark.django_db

ODD: dict[str, Any] = {
    "nul": "a\x00b",
    "turned round": "abc\u202etxt",
    "long": "x" * 100_000,
    "negative": "-1",
    "huge": "9" * 400,
    "no end": "1e999",
    "first day": "0001-01-01",
    "last day": "9999-12-31",
    "list": ["a", "b", "a"],
    "many": ["x"] * 900,
    "nothing": [],
}
ALONE = ("nul", "huge", "last day")
# Signing in and out changes who asks; these are tried in tests/accounts.
SIGN_IN = ("account_", "mfa_", "usersessions_")


def pages(client: Any, rows: Rows) -> Iterator[tuple[str, forms.Form]]:
    """Each address that shows a form to fill in, with that form."""
    for name, pattern in addresses().items():
        if name.startswith(SIGN_IN):
            continue
        try:
            address = address_of(name, pattern, rows)
        except (NoReverseMatch, KeyError):
            continue
        response = client.get(address, query_of(name, "GET", rows))
        for layer in response.context or ():
            for form in layer.dicts if hasattr(layer, "dicts") else [layer]:
                for value in form.values():
                    if isinstance(value, forms.Form) and not value.is_bound:
                        yield address, value


def tries(form: forms.Form) -> Iterator[dict[str, Any]]:
    """All fields odd at once, and some values in one field alone, so that they come as far as they can."""
    good = {field.html_name: field.value() for field in form if field.value() not in (None, "")}
    for odd in ODD.values():
        yield dict.fromkeys(form.fields, odd)
    for field in form.fields:
        for kind in ALONE:
            yield {**good, field: ODD[kind]}


@pytest.mark.slow
@pytest.mark.parametrize("who", ["secretary", "administrator"])
def test_a_form_filled_with_odd_things(client_of, world, settings, who):
    settings.OUTBOX_TIME_TRAVEL = True
    client, wrong = client_of(who), []
    shown = dict(pages(client, Rows(world)))
    assert len(shown) > 8
    for address, form in shown.items():
        for data in tries(form):
            save = transaction.savepoint()
            try:
                status = client.post(address, data).status_code
            except Exception as error:
                status = repr(error)[:120]
            transaction.savepoint_rollback(save)
            if not isinstance(status, int) or status >= 500:
                wrong.append((address, {name: str(value)[:20] for name, value in data.items()}, status))
    assert not wrong, "\n".join(map(str, wrong))
