TABLE = """
address                              how   anon    inact   nobody  other   memb.b  obs.a   memb.a  chair.a secr    admin

# Groups, organisations, people
councils:bodies                      GET   login   login   200     200     200     200     200     200     200     200
councils:bodies                      POST  login   login   405     405     405     405     405     405     405     405
councils:body                        GET   login   login   404     404     200     200     200     200     200     200
councils:body                        POST  login   login   405     405     405     405     405     405     405     405
councils:appoint                     GET   login   login   404     404     404     404     404     404     200     200
councils:appoint                     POST  login   login   404     404     404     404     404     404     422     422
councils:new_seat                    GET   login   login   404     404     404     404     404     404     200     200
councils:new_seat                    POST  login   login   404     404     404     404     404     404     422     422
councils:end_term                    GET   login   login   404     404     404     404     404     404     200     200
councils:end_term                    POST  login   login   404     404     404     404     404     404     422     422
councils:organisations               GET   login   login   200     200     200     200     200     200     200     200
councils:organisations               POST  login   login   405     405     405     405     405     405     405     405
councils:new_organisation            GET   login   login   404     404     404     404     404     404     404     200
councils:new_organisation            POST  login   login   404     404     404     404     404     404     404     422
councils:organisation                GET   login   login   404     200     200     200     200     200     200     200
councils:organisation                POST  login   login   405     405     405     405     405     405     405     405
councils:edit_organisation           GET   login   login   404     404     404     404     404     404     404     200
councils:edit_organisation           POST  login   login   404     404     404     404     404     404     404     422
councils:people                      GET   login   login   200     200     200     200     200     200     200     200
councils:people                      POST  login   login   405     405     405     405     405     405     405     405
councils:person                      GET   login   login   404     404     404     200     200     200     200     200
councils:person                      POST  login   login   405     405     405     405     405     405     405     405
councils:disable_person              GET   login   login   404     404     404     404     404     404     404     200
councils:disable_person              POST  login   login   404     404     404     404     404     404     404     422
councils:enable_person               GET   login   login   404     404     404     404     404     404     404     200
councils:enable_person               POST  login   login   404     404     404     404     404     404     404     422
"""
