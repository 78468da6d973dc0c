TABLE = """
address                              how   anon    inact   nobody  other   memb.b  obs.a   memb.a  chair.a secr    admin

# Meetings of group a: the member of group b and the other council's secretary find nothing
meetings:meetings                    GET   login   login   200     200     200     200     200     200     200     200
meetings:meetings                    POST  login   login   405     405     405     405     405     405     405     405
meetings:new                         GET   login   login   404     200     404     404     404     404     200     404
meetings:new                         POST  login   login   404     404     404     404     404     404     422     404
meetings:times                       GET   login   login   404     404     404     404     404     404     200     404
meetings:times                       POST  login   login   405     405     405     405     405     405     405     405
meetings:rsvp                        GET   200     200     200     200     200     200     200     200     200     200
meetings:rsvp                        POST  422     422     422     422     422     422     422     422     422     422
meetings:rsvp_done                   GET   away    away    away    away    away    away    away    away    away    away
meetings:rsvp_done                   POST  405     405     405     405     405     405     405     405     405     405
meetings:rsvp_calendar               GET   200     200     200     200     200     200     200     200     200     200
meetings:rsvp_calendar               POST  405     405     405     405     405     405     405     405     405     405
meetings:feed                        GET   200     200     200     200     200     200     200     200     200     200
meetings:feed                        POST  405     405     405     405     405     405     405     405     405     405
meetings:calendar                    GET   login   login   200     200     200     200     200     200     200     200
meetings:calendar                    POST  login   login   200     200     200     200     200     200     200     200
meetings:calendar_revoke             GET   login   login   405     405     405     405     405     405     405     405
meetings:calendar_revoke             POST  login   login   away    away    away    away    away    away    away    away
meetings:meeting                     GET   login   login   404     404     404     200     200     200     200     200
meetings:meeting                     POST  login   login   405     405     405     405     405     405     405     405
meetings:calendar_file               GET   login   login   404     404     404     200     200     200     200     200
meetings:calendar_file               POST  login   login   405     405     405     405     405     405     405     405
meetings:answer                      GET   login   login   404     404     404     away    away    away    404     404
meetings:answer                      POST  login   login   404     404     404     422     422     422     404     404
meetings:edit                        GET   login   login   404     404     404     404     404     404     200     404
meetings:edit                        POST  login   login   404     404     404     404     404     404     422     404
meetings:agenda                      GET   login   login   404     404     404     404     404     404     200     404
meetings:agenda                      POST  login   login   404     404     404     404     404     404     422     404
meetings:invitees                    GET   login   login   404     404     404     404     404     404     200     404
meetings:invitees                    POST  login   login   404     404     404     404     404     404     422     404
meetings:convene                     GET   login   login   404     404     404     404     404     404     200     404
meetings:convene                     POST  login   login   404     404     404     404     404     404     422     404
meetings:move                        GET   login   login   404     404     404     404     404     404     200     404
meetings:move                        POST  login   login   404     404     404     404     404     404     422     404
meetings:postpone                    GET   login   login   404     404     404     404     404     404     200     404
meetings:postpone                    POST  login   login   404     404     404     404     404     404     422     404
meetings:cancel                      GET   login   login   404     404     404     404     404     404     200     404
meetings:cancel                      POST  login   login   404     404     404     404     404     404     422     404
meetings:close                       GET   login   login   404     404     404     404     404     404     200     404
meetings:close                       POST  login   login   404     404     404     404     404     404     422     404
meetings:discard                     GET   login   login   404     404     404     404     404     404     200     404
meetings:discard                     POST  login   login   404     404     404     404     404     404     422     404
"""
