"""The calendar's pages, templates, series and polls on times."""

from rec_portal.accounts.services.secret_links import issue_link
from tests.factories.planning import make_poll, make_series, make_template


def kept(rows, name, make):
    """Made once for all kinds of people, as the other rows are."""
    if name not in rows.__dict__:
        rows.__dict__[name] = make(rows.world.group_a)
    return rows.__dict__[name]


def series(rows):
    return {"public_id": kept(rows, "_series", make_series).public_id}


def of_series(rows):
    return {"public_id": kept(rows, "_series", make_series).meetings.order_by("occurrence").first().public_id}


def template(rows):
    return {"public_id": kept(rows, "_template", make_template).public_id}


def poll(rows):
    return {"public_id": kept(rows, "_poll", make_poll).public_id}


def poll_link(rows):
    subject = kept(rows, "_poll", make_poll)
    return {
        "secret": issue_link(
            person=rows.person, purpose="poll", subject=subject.public_id, expires_at=subject.closes_at
        )
    }


ARGUMENTS = {
    "meetings:poll": poll,
    "meetings:poll_step": poll,
    "meetings:poll_link": poll_link,
    "meetings:series": series,
    "meetings:series_dates": series,
    "meetings:series_convene": series,
    "meetings:series_end": series,
    "meetings:template": template,
    "meetings:template_delete": template,
    "meetings:following": of_series,
}
DATA = {
    "meetings:poll_new": lambda rows: {"body": rows.world.group_a.slug},
    "meetings:series_new": lambda rows: {"body": rows.world.group_a.slug},
}

TABLE = """
address                              how   anon    inact   nobody  other   memb.b  obs.a   memb.a  chair.a secr    admin

meetings:month                       GET   login   login   200     200     200     200     200     200     200     200
meetings:month                       POST  login   login   405     405     405     405     405     405     405     405
meetings:week                        GET   login   login   200     200     200     200     200     200     200     200
meetings:week                        POST  login   login   405     405     405     405     405     405     405     405
meetings:month_print                 GET   login   login   200     200     200     200     200     200     200     200
meetings:month_print                 POST  login   login   405     405     405     405     405     405     405     405

# Series and templates are tools of those who run the group; members know meetings only
meetings:series_new                  GET   login   login   404     200     404     404     404     404     200     404
meetings:series_new                  POST  login   login   404     404     404     404     404     404     422     404
meetings:series                      GET   login   login   404     404     404     404     404     404     200     404
meetings:series                      POST  login   login   405     405     405     405     405     405     405     405
meetings:series_dates                GET   login   login   405     405     405     405     405     405     405     405
meetings:series_dates                POST  login   login   404     404     404     404     404     404     away    404
meetings:series_convene              GET   login   login   404     404     404     404     404     404     200     404
meetings:series_convene              POST  login   login   404     404     404     404     404     404     422     404
meetings:series_end                  GET   login   login   404     404     404     404     404     404     200     404
meetings:series_end                  POST  login   login   404     404     404     404     404     404     away    404
meetings:following                   GET   login   login   404     404     404     404     404     404     200     404
meetings:following                   POST  login   login   404     404     404     404     404     404     422     404
meetings:template                    GET   login   login   404     404     404     404     404     404     200     404
meetings:template                    POST  login   login   404     404     404     404     404     404     422     404
meetings:template_delete             GET   login   login   404     404     404     404     404     404     200     404
meetings:template_delete             POST  login   login   404     404     404     404     404     404     away    404
meetings:save_template               GET   login   login   404     404     404     404     404     404     200     404
meetings:save_template               POST  login   login   404     404     404     404     404     404     422     404

# Polls: who sits in the group answers, who runs it sees the answers and chooses; the link speaks for its person
meetings:poll_new                    GET   login   login   404     200     404     404     404     404     200     404
meetings:poll_new                    POST  login   login   404     404     404     404     404     404     422     404
meetings:poll                        GET   login   login   404     404     404     200     200     200     200     404
meetings:poll                        POST  login   login   404     404     404     422     422     422     404     404
meetings:poll_step                   GET   login   login   405     405     405     405     405     405     405     405
meetings:poll_step                   POST  login   login   404     404     404     404     404     404     away    404
meetings:poll_link                   GET   200     200     200     200     200     200     200     200     200     200
meetings:poll_link                   POST  422     422     422     422     422     422     422     422     422     422
"""
