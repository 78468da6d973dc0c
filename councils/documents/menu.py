from django.utils.translation import gettext_lazy as _

from rec_portal.foundation import navigation

navigation.register(navigation.Entry(_("Documents"), "councils:documents", 40))
