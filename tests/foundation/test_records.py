"""Saving remembers: who, what changed, which version."""

import pytest
from django.db import transaction

from councils.organisations.models import Organisation
from rec_portal.foundation.querysets import UnrecordedWrite
from rec_portal.foundation.records import erase, lock, store, store_many
from rec_portal.foundation.refusals import StaleEdit
from tests.factories import make_organisation, make_person

pytestmark = pytest.mark.django_db


def test_a_save_tells_what_changed_and_keeps_its_actor():
    actor, organisation = make_person("Writer"), make_organisation(name_en="Old name")
    organisation.name_en = "New name"
    changes = store(organisation, actor=actor, reason="A new charter")
    assert changes == [{"field": "name_en", "old": "Old name", "new": "New name"}]
    row = organisation.history.first()
    assert (row.history_user, row.history_change_reason, row.name_en) == (actor, "A new charter", "New name")
    assert organisation.version == 2


def test_a_save_that_changes_nothing_writes_nothing():
    organisation = make_organisation()
    before = organisation.history.count()
    assert store(organisation, actor=None) == []
    assert organisation.history.count() == before
    assert organisation.version == 1


def test_a_stale_version_is_refused_with_the_present_row():
    organisation = make_organisation()
    mine = Organisation.objects.get(pk=organisation.pk)
    mine.name_en = "Mine"
    store(mine, actor=None)
    with transaction.atomic(), pytest.raises(StaleEdit) as refused:
        lock(organisation, version=1)
    assert refused.value.current.name_en == "Mine"


@pytest.mark.parametrize(
    "write",
    [
        lambda: Organisation.objects.update(name_en="x"),
        lambda: Organisation.objects.filter(pk=1).update(name_en="x"),
        lambda: Organisation.objects.bulk_create([]),
        lambda: Organisation.objects.bulk_update([], ["name_en"]),
    ],
)
def test_writes_that_history_would_miss_are_refused(write):
    with pytest.raises(UnrecordedWrite):
        write()


def test_many_rows_at_once_have_history_too():
    actor = make_person("Loader")
    rows = [Organisation(slug=f"many-{n}", name_en=f"Many {n}", short_name_en=f"M{n}", kind="fund") for n in range(3)]
    store_many(Organisation, rows, actor=actor)
    stored = Organisation.objects.filter(slug__startswith="many-")
    assert [row.history.get().history_user for row in stored] == [actor] * 3


def test_a_deletion_leaves_a_trace():
    actor, organisation = make_person("Eraser"), make_organisation()
    key = organisation.pk
    erase(organisation, actor=actor)
    last = Organisation.history.filter(id=key).first()
    assert (last.history_type, last.history_user) == ("-", actor)
