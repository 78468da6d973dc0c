"""A paper is seen by whoever sees its meeting and, by the marking, its document."""

import pytest

from councils.documents.choices import Marking
from councils.documents.models import DocumentRevision
from meetings.papers.choices import Audience
from meetings.papers.models import PackBuild, Paper
from meetings.papers.tables.papers import paper_groups
from rec_portal.foundation import policy
from tests.factories import appoint
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


def test_the_page_of_a_meeting_lists_the_papers_that_one_may_see(world):
    """Two readers of the same offices share a query, never an answer: only one of them is named on a document."""
    meeting = make_meeting(world.group_a, further_bodies=[world.group_b])
    for marking in Marking.values:
        document = make_document(world.group_a, marking=marking, also=[world.group_b])
        make_paper(meeting, make_revision(document), item=meeting.agenda.first())
    make_paper(meeting, for_body=world.group_b)
    named = appoint(world.group_a)
    document = make_document(world.group_a, marking=Marking.CONFIDENTIAL, readers=[named])
    make_paper(meeting, make_revision(document))
    people = [*(person for name, person in world.people.items() if name != ANONYMOUS), appoint(world.group_a)]
    for person in [*people, named, *people]:
        groups = paper_groups(meeting, person, runs=False)
        lines = "".join(line for group in groups for line in group.lines)
        shown = {revision for revision in DocumentRevision.objects.all() if str(revision.public_id) in lines}
        assert shown == {paper.revision for paper in Paper.objects.visible_to(person).filter(meeting=meeting)}
