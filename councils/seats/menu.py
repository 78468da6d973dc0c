from django.utils.translation import gettext_lazy as _

from rec_portal.foundation import navigation

navigation.register(navigation.Entry(_("Groups"), "councils:bodies", 30))
navigation.register(navigation.Entry(_("People"), "councils:people", 65))
