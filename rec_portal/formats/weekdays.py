"""Names of days, which Django's own Russian begins with a capital even in the middle of a line.

Read by makemessages alone: it puts these texts into the portal's message files, which come before Django's.
"""

from django.utils.translation import gettext_noop as _

DAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
SHORT_DAYS = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
