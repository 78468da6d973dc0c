from django.utils.translation import gettext_lazy as _

from rec_portal.foundation import navigation

navigation.register(navigation.Entry(_("History"), "audit:events", 85, lambda access: access.holds("audit_body")))
