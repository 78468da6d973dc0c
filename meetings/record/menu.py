from django.utils.translation import gettext_lazy as _

from rec_portal.foundation import navigation

navigation.register(navigation.Entry(_("Actions"), "meetings:actions", 22, lambda access: access.holds("see_body")))
navigation.register(navigation.Entry(_("Decisions"), "meetings:decisions", 24, lambda access: access.holds("see_body")))
