"""Every address of the portal. Each room names its own; here they only find their place."""

from django.urls import include, path

from rec_portal.accounts.views.language import set_language

urlpatterns = [
    path("", include("rec_portal.health.urls")),
    path("", include("rec_portal.dashboard.urls")),
    path("accounts/", include("rec_portal.accounts.urls")),
    path("accounts/", include("rec_portal.accounts.sign_in_urls")),
    path("language/", set_language, name="set_language"),
    path("", include("councils.urls")),
    path("", include("meetings.urls")),
    path("", include("working_groups.urls")),
    path("mail/", include("rec_portal.outbox.urls")),
    path("audit/", include("rec_portal.audit.urls")),
    path("access/", include("rec_portal.access.urls")),
    path("search/", include("rec_portal.search.urls")),
    path("patterns/", include("rec_portal.patterns.urls")),
]
handler500 = "rec_portal.foundation.errors.server_error"
handler404 = "rec_portal.foundation.errors.not_found"
