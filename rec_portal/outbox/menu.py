from django.utils.translation import gettext_lazy as _

from rec_portal.foundation import navigation

navigation.register(navigation.Entry(_("Mail"), "outbox:messages", 80, lambda access: access.holds("mail_body")))
