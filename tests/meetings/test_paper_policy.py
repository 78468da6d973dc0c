"""A paper is seen by whoever sees its meeting and, by the marking, its document."""

import pytest

from councils.choices import Marking
from meetings.choices_papers import Audience
from meetings.models import PackBuild, Paper
from rec_portal.foundation import policy
from tests.factories.actors import ACTORS, ANONYMOUS
from tests.factories.documents import make_document, make_paper, make_revision
from tests.factories.meetings import make_meeting

pytestmark = pytest.mark.django_db

READ_BY = {
    # A public document is read by all; that it lies on the table of this meeting only by those who know the meeting.
    Marking.PUBLIC: {"observer_a", "member_a", "chair_a", "secretary", "administrator"},
    Marking.MEMBERS: {"observer_a", "member_a", "chair_a", "secretary", "administrator"},
    Marking.RESTRICTED: {"member_a", "chair_a", "secretary"},
    Marking.CONFIDENTIAL: {"secretary"},
}


def readers_among_actors(world, row) -> set[str]:
    people = {who: world.people[who] for who in ACTORS if who != ANONYMOUS}
    asked = {who for who, person in people.items() if policy.can(person, "see", row)}
    told = set(policy.users_who_can("see", row))
    assert asked == {who for who, person in people.items() if person in told}
    return asked


@pytest.mark.parametrize("marking", Marking.values)
def test_marking_by_actor(world, marking):
    meeting = make_meeting(world.group_a)
    paper = make_paper(meeting, make_revision(make_document(world.group_a, marking=marking)))
    assert readers_among_actors(world, paper) == READ_BY[marking]


def test_the_papers_of_a_draft_are_for_those_who_run_it(world):
    meeting = make_meeting(world.group_a, convened=False)
    paper = make_paper(meeting, make_revision(make_document(world.group_a, marking=Marking.PUBLIC)))
    assert readers_among_actors(world, paper) == {"secretary"}


def test_a_joint_meeting_and_the_papers_of_each_group(world):
    meeting = make_meeting(world.group_a, further_bodies=[world.group_b])
    inside = READ_BY[Marking.MEMBERS]
    joint = make_paper(meeting, make_revision(make_document(world.group_a, also=[world.group_b])))
    of_b = make_paper(
        meeting, make_revision(make_document(world.group_a, also=[world.group_b])), for_body=world.group_b
    )
    only_a = make_paper(meeting, make_revision(make_document(world.group_a)))
    assert readers_among_actors(world, joint) == inside | {"member_b"}
    # The administrator of the council reads in every group of it.
    assert readers_among_actors(world, of_b) == {"member_b", "secretary", "administrator"}
    assert readers_among_actors(world, only_a) == inside
    assert set(Paper.objects.visible_to(world.member_b)) == {joint, of_b}


@pytest.mark.parametrize(
    ("audience", "readers"),
    [
        (Audience.MEMBERS, READ_BY[Marking.MEMBERS]),
        (Audience.DECIDING, READ_BY[Marking.RESTRICTED]),
        (Audience.SECRETARIAT, {"secretary"}),
    ],
)
def test_packs_by_audience(world, audience, readers):
    meeting = make_meeting(world.group_a)
    pack = PackBuild.objects.create(
        meeting=meeting, body=world.group_a, audience=audience, language="en", asked_by=world.secretary
    )
    assert readers_among_actors(world, pack) == readers
    assert list(PackBuild.objects.visible_to(world.secretary)) == [pack]
    assert not PackBuild.objects.visible_to(world.member_b).exists()
