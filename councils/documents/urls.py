from django.urls import path

from councils.documents.views import AddRevision, DocumentList, DocumentPage, EditDocument, NewDocument, download

urlpatterns = [
    path("documents/", DocumentList.as_view(), name="documents"),
    path("documents/new/", NewDocument.as_view(), name="new_document"),
    path("documents/files/<slug:public_id>/", download, name="file"),
    path("documents/<slug:public_id>/", DocumentPage.as_view(), name="document"),
    path("documents/<slug:public_id>/edit/", EditDocument.as_view(), name="edit_document"),
    path("documents/<slug:public_id>/add/", AddRevision.as_view(), name="add_revision"),
]
