from django.urls import path

from rec_portal.outbox.views import acts, messages
from rec_portal.outbox.views.as_of import SendDue

app_name = "outbox"
urlpatterns = [
    path("", messages.message_list, name="messages"),
    path("send-due/", SendDue.as_view(), name="send_due"),
    path("send-failed-again/", acts.resend_failed, name="resend_failed"),
    path("<slug:public_id>/", messages.message_page, name="message"),
    path("<slug:public_id>/html/", messages.message_html, name="html"),
    path("<slug:public_id>/resend/", acts.resend, name="resend"),
    path("<slug:public_id>/put-aside/", acts.put_aside, name="put_aside"),
]
