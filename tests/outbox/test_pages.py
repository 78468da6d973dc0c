import pytest
pytestmark = pytest.mark.django_db
def test_list(client_of, world):
    from tests.outbox.notices import plan
    plan(world.member_a, root_id=world.group_a.pk)
    c=client_of("secretary")
    r=c.get("/mail/"); assert r.status_code==200
    open("/tmp/outbox/list.html","w").write(r.content.decode())
    from rec_portal.outbox.models import OutboxMessage
    m=OutboxMessage.objects.get()
    r=c.get(m.get_absolute_url()); assert r.status_code==200
    assert client_of("chair_a").get(m.get_absolute_url()).status_code==404
    assert c.get("/audit/").status_code==200
    r=client_of("chair_a").get("/audit/"); assert r.status_code==200
