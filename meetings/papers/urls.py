from django.urls import path

from meetings.papers.views import packs, papers

urlpatterns = [
    path("meetings/<str:public_id>/papers/add/", papers.AddPaper.as_view(), name="add_paper"),
    path("meetings/<str:public_id>/papers.zip", papers.papers_zip, name="papers_zip"),
    path("meetings/<str:public_id>/packs/", packs.Packs.as_view(), name="packs"),
    path("packs/<str:public_id>/", packs.pack_file, name="pack_file"),
    path("papers/<str:public_id>/remove/", papers.remove, name="remove_paper"),
    path("papers/<str:public_id>/renew/", papers.renew, name="renew_paper"),
]
