TABLE = """
address                              how   anon    inact   nobody  other   memb.b  obs.a   memb.a  chair.a secr    admin

# A session of group a: everybody who may see the meeting follows it, the secretary runs it
meetings:live                        GET   login   login   404     404     404     200     200     200     200     200
meetings:live                        POST  login   login   404     404     404     422     422     422     422     422
meetings:live_now                    GET   login   login   404     404     404     200     200     200     200     200
meetings:live_now                    POST  login   login   405     405     405     405     405     405     405     405
meetings:projector                   GET   login   login   404     404     404     200     200     200     200     200
meetings:projector                   POST  login   login   405     405     405     405     405     405     405     405
meetings:projector_now               GET   login   login   404     404     404     200     200     200     200     200
meetings:projector_now               POST  login   login   405     405     405     405     405     405     405     405
meetings:live_chair                  GET   login   login   404     404     404     404     404     404     200     404
meetings:live_chair                  POST  login   login   404     404     404     404     404     404     422     404
meetings:live_seat                   GET   login   login   404     404     404     404     404     404     200     404
meetings:live_seat                   POST  login   login   404     404     404     404     404     404     422     404

# When a group counts as represented is said by whoever administers it
councils:representation              GET   login   login   404     404     404     404     404     404     404     200
councils:representation              POST  login   login   404     404     404     404     404     404     404     422
"""

ARGUMENTS = {
    "meetings:live_seat": lambda rows: {
        "public_id": rows.meeting.public_id,
        "seat_id": rows.appointment.seat.public_id,
    },
}
