from django.urls import path

from meetings.agenda.views import agenda, backlog, items, proposals

urlpatterns = [
    path("meetings/<str:public_id>/agenda/", agenda.EditAgenda.as_view(), name="agenda"),
    path("agenda-items/<str:public_id>/", items.ItemPage.as_view(), name="item"),
    path("agenda-items/<str:public_id>/move/", agenda.move, name="item_move"),
    path("agenda-items/<str:public_id>/undo/", items.undo, name="item_undo"),
    path("bodies/<slug:slug>/agenda/", backlog.BacklogPage.as_view(), name="backlog"),
    path("bodies/<slug:slug>/propose/", proposals.Propose.as_view(), name="propose"),
    path("proposals/<str:public_id>/", proposals.ProposalPage.as_view(), name="proposal"),
    path("proposals/<str:public_id>/withdraw/", proposals.withdraw, name="withdraw_proposal"),
]
