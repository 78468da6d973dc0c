"""What is answered from a row at hand is what the database would have answered."""

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.db.models import Avg
from django.utils import timezone

from councils.bodies.models import Body
from councils.documents.models import Document
from councils.seats.models import Seat
from meetings.agenda.models import AgendaItem
from meetings.meeting.choices import MeetingState
from meetings.meeting.models import Meeting, MeetingBody
from meetings.papers.models import Paper
from meetings.record.models import ActionItem, Decision
from rec_portal.accounts.models import User
from rec_portal.foundation import at_hand, policy
from tests.factories import make_meeting
from tests.factories.documents import make_document, make_paper, make_revision
from tests.factories.states import meeting_in

pytestmark = pytest.mark.django_db
S = MeetingState


def each_person(world) -> list[tuple[str, User]]:
    return [(name, User.objects.get(pk=person.pk)) for name, person in world.people.items()]


@pytest.fixture
def everything(world):
    """A meeting on each side of the rules' states, a joint one with papers of its own for one body, one of group b."""
    for state in (S.DRAFT, S.RECORD_CIRCULATED):
        meeting = meeting_in(state, world, 2)
        for marking in ("restricted", "confidential", "public"):
            make_paper(
                meeting, make_revision(make_document(world.group_a, marking=marking)), item=meeting.agenda.first()
            )
        make_paper(meeting, for_body=world.group_b)
    make_meeting(world.group_b)
    return world


def test_a_list_below_a_row_at_hand_is_the_same_list(everything):
    seen, people = set(), each_person(everything)
    for label, action in policy.defined():
        model = apps.get_model(label)
        for name, person in people:
            for path, row in rows_at_hand(model):
                asked = policy.allowed(person, action, model._base_manager.filter(**{path: row})).values_list("pk")
                told = policy.allowed(person, action, model._base_manager.all(), **{path: row}).values_list("pk")
                assert set(told) == set(asked), (label, action, name, path)
                condition = policy.condition(person, action, model, **{path: row})
                assert set(model._base_manager.filter(condition, **{path: row}).values_list("pk")) == set(asked)
                seen |= {model} if asked else set()
    assert {AgendaItem, Paper, Decision, ActionItem} <= seen


def test_a_list_of_fewer_rows_is_that_part_of_the_list(everything):
    """Where rows of all are known already, and where only those that the conditions name are asked for."""
    for first in (True, False):
        people = each_person(everything)
        for (label, action), (name, person) in product(policy.defined(), people):
            rows = apps.get_model(label)._base_manager
            middle = (rows.aggregate(found=Avg("pk"))["found"] or 0) // 1
            among = {"pk__gte": int(middle), "created_at__lte": timezone.now()}
            if not hasattr(rows.model, "created_at"):
                among.pop("created_at__lte")
            told = policy.allowed(person, action, rows.all(), among=among).values_list("pk")
            if first:
                policy.allowed(person, action, rows.all())
            asked = policy.allowed(person, action, rows.filter(**among)).values_list("pk")
            assert set(told) == set(asked), (label, action, name)


def test_a_row_at_hand_and_conditions_count_together(everything):
    meeting = Meeting.objects.filter(state=S.RECORD_CIRCULATED)[0]
    items = AgendaItem.objects.visible_to(
        User.objects.get(pk=everything.secretary.pk), {"position": 1}, meeting=meeting
    )
    assert [(item.meeting_id, item.position) for item in items] == [(meeting.pk, 1)]


def test_of_joint_meetings_only_those_among_the_wanted_are_read(everything, django_assert_num_queries):
    person = User.objects.get(pk=everything.member_b.pk)
    joint = Meeting.objects.get(state=S.RECORD_CIRCULATED)
    alone = {"public_id": joint.public_id, "starts_at__gte": joint.starts_at}
    assert joint in Meeting.objects.visible_to(person, among=alone)
    (ids,) = policy.Access.of(person).resolved.values()
    assert ids == {joint.pk}
    never = {"public_id": joint.public_id, "starts_at__gt": joint.starts_at}
    assert joint not in Meeting.objects.visible_to(person, among=never)
    assert frozenset() in policy.Access.of(person).resolved.values()
    with django_assert_num_queries(3):
        assert joint in Meeting.objects.visible_to(person)
        # All of them are known now.
        assert joint in Meeting.objects.visible_to(person, among={"public_id": joint.public_id})


def test_what_a_list_leads_to_is_taken_from_what_is_known_and_the_rest_read_at_once(world, django_assert_num_queries):
    for body in (world.group_a, world.group_a, world.group_b, world.council):
        make_document(body)
    found = list(Document.objects.order_by("pk"))
    with django_assert_num_queries(0):
        at_hand.put_at_hand(found[:2], "body", [world.group_a, world.group_b])
        assert [document.body for document in found[:2]] == [world.group_a, world.group_a]
    with django_assert_num_queries(1):
        at_hand.put_at_hand(found, "body", [world.group_a])
        assert [document.body for document in found[2:]] == [world.group_b, world.council]


def rows_at_hand(model: type[models.Model]) -> Iterator[tuple[str, Any]]:
    for field in model._meta.concrete_fields:
        if field.is_relation and field.related_model in (Meeting, Body, Seat, AgendaItem):
            for row in field.related_model._base_manager.order_by("pk")[:8]:
                yield field.name, row


def test_of_a_few_people_the_same_may(everything):
    keys = frozenset(User.objects.values_list("pk", flat=True))
    seen = 0
    for label, action in policy.defined():
        for row in apps.get_model(label)._base_manager.order_by("pk")[:6]:
            gathered = set(policy.users_who_can(action, row).values_list("pk", flat=True))
            assert policy.who_can(action, row, keys) == gathered, (label, action)
            some = frozenset(sorted(keys)[::2])
            assert policy.who_can(action, row, some) == gathered & some, (label, action)
            seen += len(gathered)
    assert seen > 100
    assert policy.who_can("see", Meeting.objects.all()[0], []) == frozenset()


def test_a_check_of_a_row_at_hand_is_the_same_check(everything):
    people = each_person(everything)
    for label, action in policy.defined():
        for row in apps.get_model(label)._base_manager.order_by("pk")[:12]:
            for name, person in people:
                assert policy.can_at_hand(person, action, row) == policy.can(person, action, row), (label, action, name)


def test_what_the_rows_say_is_not_asked_again(everything, django_assert_num_queries):
    meeting = Meeting.objects.select_related("body").filter(state=S.RECORD_CIRCULATED)[0]
    person = User.objects.get(pk=everything.member_a.pk)
    policy.Access.of(person)
    item = AgendaItem(meeting=meeting, body_id=meeting.body_id, restricted=True)
    with django_assert_num_queries(0):
        assert policy.can_at_hand(person, "see", item)
    with django_assert_num_queries(1):
        assert list(Decision.objects.visible_to(person, meeting=meeting))


def test_the_bodies_of_a_joint_meeting_are_asked_once(everything, django_assert_num_queries):
    meeting = Meeting.objects.get(state=S.RECORD_CIRCULATED)
    ends = ("meeting", "body")
    with django_assert_num_queries(1):
        for _ in range(2):
            assert at_hand.tied_to(meeting, MeetingBody, ends) == {everything.group_b.pk}
    told = Meeting.objects.get(pk=meeting.pk)
    at_hand.tie(told, MeetingBody, ends, [everything.group_b.pk])
    with django_assert_num_queries(0):
        at_hand.tied_to(told, MeetingBody, ends)


@pytest.mark.parametrize(
    ("path", "at", "rest"),
    [
        ("meeting__body", "meeting", "body"),
        ("meeting", "meeting", ""),
        ("body", "", "body"),
        ("", "", ""),
        ("meetings__body", "meeting", None),
        ("body", "meeting", None),
    ],
)
def test_what_is_left_of_a_path(path, at, rest):
    assert at_hand.beyond(path, at) == rest


def test_an_unknown_comparison_stays_a_question(world):
    meeting = make_meeting(world.group_a)
    assert at_hand.answer(meeting, "starts_at__gt", meeting.starts_at) is None
    assert at_hand.answer(meeting, "series__isnull", True) is True
    assert at_hand.answer(meeting, "state", S.CONVENED) is True
    assert at_hand.answer(meeting, "state__in", [S.DRAFT]) is False
    assert at_hand.value_at(meeting, "series__title") is None
