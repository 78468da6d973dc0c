"""On the usual widths of phones the portal's name stands beside the buttons of the header, not under them."""

import pytest

ROOM = """() => {
    const name = document.createRange();
    name.selectNodeContents(document.querySelector(".logo > span"));
    return document.querySelector(".tools").getBoundingClientRect().left - name.getBoundingClientRect().right;
}"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_name_and_the_buttons_do_not_meet(world, new_context, sign_in, live_portal, language):
    world.member_a.language = language
    world.member_a.save()
    context = new_context()
    sign_in(context, world.member_a)
    page = context.new_page()
    page.goto("/")
    for width in (320, 360, 375, 390, 412, 430, 480, 768):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(ROOM) >= 0, width
