"""A mail in the mail log looks as it was sent, though the policy forbids styles on elements."""

from rec_portal.outbox.shown import with_styles_in_sheet


def test_styles_move_into_a_sheet_with_the_nonce():
    mail = '<p style="color:red">a</p><p class="x" style="color:red">b</p><i style="top:0">c</i>'
    shown = with_styles_in_sheet(mail, "n0")
    assert "style=" not in shown
    assert '<p data-look="0">a</p><p class="x" data-look="0">b</p><i data-look="1">' in shown
    assert '<style nonce="n0">\n[data-look="0"] { color:red }\n[data-look="1"] { top:0 }\n</style>' in shown


def test_the_mails_own_sheet_comes_last_and_carries_the_nonce():
    shown = with_styles_in_sheet('<head><style>.a{}</style></head><p style="top:0">a</p>', "n0")
    assert shown.index("data-look") < shown.index(".a{}")
    assert shown.count('<style nonce="n0">') == shown.count("<style") == 2


def test_what_people_typed_stays_text():
    typed = "<p>&lt;p style=&quot;top:0&quot;&gt;</p>"
    assert typed in with_styles_in_sheet(typed, "n0")


def test_a_style_cannot_leave_its_rule():
    shown = with_styles_in_sheet('<p style="top:0}&lt;/style&gt;&lt;script&gt;">a</p>', "n0")
    assert "<script" not in shown
    assert shown.count("}") == 1
