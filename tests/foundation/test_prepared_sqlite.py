"""The same on SQLite, as in the demo: it keeps instants as text, and they come back as instants."""

import os
import subprocess
import sys

from tests.architecture.sources import ROOT

ASKED = """
import django
django.setup()
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db.models import Max
from django.utils import timezone
from rec_portal.foundation.prepared import PreparedQuery

call_command("migrate", verbosity=0)
User = get_user_model()
person = User.objects.create_user(email="aida@example.org", name="Aida")

def made(email):
    people = User.objects.filter(email=email).values("name")
    people = people.annotate(latest=Max("created_at"), never=Max("mail_refused_at"))
    return people.values_list("name", "latest", "never")

prepared = PreparedQuery(made)
for _ in range(2):
    assert prepared.rows(email=person.email) == list(made(person.email)) == [("Aida", person.created_at, None)]
"""


def test_instants_are_instants(tmp_path):
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "rec_portal.settings.dev"}
    environment["DATABASE_URL"] = f"sqlite:///{tmp_path}/portal.sqlite3"
    command = [sys.executable, "-c", ASKED]
    answer = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
