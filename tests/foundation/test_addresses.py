import pytest
from django.urls import NoReverseMatch, reverse, set_script_prefix

from rec_portal.foundation.addresses import address


@pytest.fixture
def under_a_prefix():
    set_script_prefix("/portal/")
    yield
    set_script_prefix("/")


def test_as_reverse_says():
    for name, key in (("meetings:meeting", "abc23"), ("meetings:answer", "abc23"), ("councils:body", "wg-a")):
        assert address(name, key) == reverse(name, args=[key])
    assert address("meetings:meetings") == reverse("meetings:meetings")


def test_follows_the_place_where_the_portal_is_mounted(under_a_prefix):
    assert address("meetings:meeting", "abc23") == "/portal/meetings/abc23/"
    assert address("meetings:meetings") == "/portal/meetings/"


def test_after_that_it_is_at_the_root_again():
    assert address("meetings:meeting", "abc23") == "/meetings/abc23/"


def test_an_unknown_name_is_a_fault():
    with pytest.raises(NoReverseMatch):
        address("meetings:nowhere", "abc23")
