"""Error pages come out when everything else has failed: no database, no request, no list of hashed files."""

import re

import pytest
from django.template.loader import get_template
from django.test import RequestFactory
from django.utils import translation

from rec_portal.foundation import errors

STANDALONE = ("400", "500", "503")


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("name", STANDALONE)
def test_needs_nothing(name, language, settings):
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    with translation.override(language):
        html = get_template(f"{name}.html").render({})
    assert f'<html lang="{language}">' in html
    assert re.search(r"<h1>[^<]+</h1>", html)
    assert '/static/css/base.css"' in html


@pytest.mark.parametrize("path", ["/no-such-page/", "/static/no-such-file.css"])
def test_not_found(client, db, path):
    answer = client.get(path)
    assert answer.status_code == 404


@pytest.mark.parametrize("name", ["403.html", "404.html"])
def test_in_the_frame_of_the_portal(name, world, client_of):
    request = RequestFactory().get("/")
    request.user = world.people["nobody"]
    html = get_template(name).render({}, request)
    assert "<h1>" in html
    assert 'id="main"' in html


def test_form_without_its_token(world):
    request = RequestFactory().post("/")
    request.user = world.people["nobody"]
    answer = errors.csrf_failure(request)
    assert answer.status_code == 403
    assert "Please send it again" in answer.content.decode()
