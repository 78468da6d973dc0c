"""Every address of the portal. Each room names its own; here they only find their place."""

from django.urls import include, path

urlpatterns = [
    path("", include("rec_portal.health.urls")),
    path("", include("rec_portal.dashboard.urls")),
    path("accounts/", include("rec_portal.accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("language/", include("django.conf.urls.i18n")),
    path("", include("councils.urls")),
    path("", include("meetings.urls")),
    path("mail/", include("rec_portal.outbox.urls")),
    path("audit/", include("rec_portal.audit.urls")),
    path("search/", include("rec_portal.search.urls")),
    path("patterns/", include("rec_portal.patterns.urls")),
]
handler500 = "rec_portal.foundation.errors.server_error"
handler404 = "rec_portal.foundation.errors.not_found"
