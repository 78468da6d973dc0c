from django.utils.translation import gettext_lazy as _

from rec_portal.foundation import navigation

navigation.register(
    navigation.Entry(_("Access"), "access:access", 90, shown=lambda access: access.holds("administer_body"))
)
