import gc

import pytest

from rec_portal.foundation.garbage import SELDOM, seldom_looked_for


def look_and_fail():
    with seldom_looked_for():
        assert gc.get_threshold()[0] == SELDOM
        raise ZeroDivisionError


def test_garbage_is_looked_for_as_before_whatever_happened_meanwhile():
    usual = gc.get_threshold()
    with pytest.raises(ZeroDivisionError):
        look_and_fail()
    assert gc.get_threshold() == usual
    assert gc.isenabled()
