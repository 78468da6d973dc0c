"""What a person may see is decided in one place: pages and feeds start from `visible_to`, never from all rows."""

from pathlib import Path

import pytest

from tests.architecture.restriction import unrestricted
from tests.architecture.sources import PACKAGES, name_of, python_files

# Rooms that answer a person. Services and notices are told what to work on, and check again.
ROOMS = {"views", "forms", "filters", "panels", "urls", "menu", "feeds"}
COMPOSITION = {"dashboard", "search", "access", "api"}
# `access.explain` answers why somebody sees something; it is asked about rows that its pages found by the rules.
TOLD = {"management", "services", "explain"}


def answers_people(path: Path) -> bool:
    parts = {part.removesuffix(".py") for part in path.parts}
    return bool(parts & ROOMS or parts & COMPOSITION) and not parts & TOLD


def test_pages_start_from_what_the_person_may_see():
    files = [path for path in python_files(*PACKAGES) if answers_people(path)]
    assert files
    found = {name_of(path): unrestricted(path.read_text()) for path in files}
    assert not {name: places for name, places in found.items() if places}


@pytest.mark.parametrize(
    "source",
    [
        "Meeting.objects.all()",
        "Meeting.objects.get(pk=1)",
        "models.Meeting.objects.filter(pk=1).first()",
        "Body.objects.councils()",
        "for row in Meeting.objects.order_by('id'): show(row)",
        "render(request, 'page.html', {'rows': Meeting.objects.filter(title='x')})",
        "rows = Meeting.objects.filter(pk=1)\nfind(rows, user)\nrows.count()",
        "Invitation.objects.filter(person=request.user)",
        "Meeting._base_manager.count()",
        "get_object_or_404(Meeting, pk=1)",
    ],
)
def test_an_unrestricted_queryset_is_noticed(source):
    assert unrestricted(source)


@pytest.mark.parametrize(
    "source",
    [
        "find(Meeting.objects, user, pk=1)",
        "Meeting.objects.visible_to(user).filter(pk=1)",
        "Meeting.objects.select_related('body').visible_to(user)",
        "rows = Meeting.objects.select_related('body')\nrow = find(rows, user, pk=1)",
        "rows = A.objects.filter(a=1) | A.objects.filter(b=1)\npolicy.allowed(user, 'see', rows)",
        "Invitation.objects.owed_by(request.user, now)",
        "rows = Appointment.objects.current()\npeople = people.filter(pk__in=rows.values('person'))",
    ],
)
def test_the_restricted_ways_are_let_through(source):
    assert not unrestricted(source)
