"""The calendar's pages, templates, series and polls on times."""

TABLE = """
address                              how   anon    inact   nobody  other   memb.b  obs.a   memb.a  chair.a secr    admin

meetings:month                       GET   login   login   200     200     200     200     200     200     200     200
meetings:month                       POST  login   login   405     405     405     405     405     405     405     405
meetings:week                        GET   login   login   200     200     200     200     200     200     200     200
meetings:week                        POST  login   login   405     405     405     405     405     405     405     405
meetings:month_print                 GET   login   login   200     200     200     200     200     200     200     200
meetings:month_print                 POST  login   login   405     405     405     405     405     405     405     405
"""
