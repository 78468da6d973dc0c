"""Files of a test lie in its own folder."""

import pytest

from tests.factories.meetings import make_meeting


@pytest.fixture(autouse=True)
def root(settings, tmp_path):
    settings.DOCUMENT_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def meeting(world):
    return make_meeting(world.group_a, title="Second meeting")
