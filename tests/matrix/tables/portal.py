from rec_portal.accounts.services.optional_mail import stop_address

TABLE = """
address                              how   anon    inact   nobody  other   memb.b  obs.a   memb.a  chair.a secr    admin

# Watching over the portal
health:healthz                       GET   200     200     200     200     200     200     200     200     200     200
health:healthz                       POST  405     405     405     405     405     405     405     405     405     405
health:readyz                        GET   200     200     200     200     200     200     200     200     200     200
health:readyz                        POST  405     405     405     405     405     405     405     405     405     405

# Front page and Today
dashboard:today                      GET   200     200     200     200     200     200     200     200     200     200
dashboard:today                      POST  405     405     405     405     405     405     405     405     405     405

# One's own account, and the administrator's care for others'
accounts:profile                     GET   login   login   200     200     200     200     200     200     200     200
accounts:profile                     POST  login   login   422     422     422     422     422     422     422     422
accounts:optional_mail               GET   200     200     200     200     200     200     200     200     200     200
accounts:optional_mail               POST  away    away    away    away    away    away    away    away    away    away
accounts:set_zone                    GET   login   login   405     405     405     405     405     405     405     405
accounts:set_zone                    POST  login   login   away    away    away    away    away    away    away    away
accounts:end_session                 GET   login   login   405     405     405     405     405     405     405     405
accounts:end_session                 POST  login   login   404     404     404     404     404     404     404     404
accounts:change_address              GET   login   login   404     404     404     404     404     404     404     200
accounts:change_address              POST  login   login   404     404     404     404     404     404     404     422
accounts:remove_factors              GET   login   login   404     404     404     404     404     404     404     200
accounts:remove_factors              POST  login   login   404     404     404     404     404     404     404     422
accounts:resume_mail                 GET   login   login   405     405     405     405     405     405     405     405
accounts:resume_mail                 POST  login   login   404     404     404     404     away    404     away    away

# Signing in
account_login                        GET   200     200     away    away    away    away    away    away    away    away
account_login                        POST  200     200     away    away    away    away    away    away    away    away
account_logout                       GET   away    away    200     200     200     200     200     200     200     200
account_logout                       POST  away    away    away    away    away    away    away    away    away    away
account_inactive                     GET   200     200     200     200     200     200     200     200     200     200
account_inactive                     POST  405     405     405     405     405     405     405     405     405     405
account_reauthenticate               GET   login   login   200     200     200     200     200     200     200     200
account_reauthenticate               POST  login   login   200     200     200     200     200     200     200     200
account_change_password              GET   login   login   200     200     200     200     200     200     200     200
account_change_password              POST  login   login   200     200     200     200     200     200     200     200
account_reset_password               GET   200     200     200     200     200     200     200     200     200     200
account_reset_password               POST  200     200     200     200     200     200     200     200     200     200
account_reset_password_done          GET   200     200     200     200     200     200     200     200     200     200
account_reset_password_done          POST  405     405     405     405     405     405     405     405     405     405
account_reset_password_from_key      GET   away    away    away    away    away    away    away    away    away    away
account_reset_password_from_key      POST  away    away    away    away    away    away    away    away    away    away
account_reset_password_from_key_done GET   200     200     200     200     200     200     200     200     200     200
account_reset_password_from_key_done POST  405     405     405     405     405     405     405     405     405     405

# Second factor
mfa_index                            GET   login   login   200     200     200     200     200     200     200     200
mfa_index                            POST  login   login   405     405     405     405     405     405     405     405
mfa_authenticate                     GET   login   login   away    away    away    away    away    away    away    away
mfa_authenticate                     POST  login   login   away    away    away    away    away    away    away    away
mfa_reauthenticate                   GET   login   login   away    away    away    away    away    away    away    away
mfa_reauthenticate                   POST  login   login   away    away    away    away    away    away    away    away
mfa_activate_totp                    GET   login   login   200     200     200     200     200     200     200     200
mfa_activate_totp                    POST  login   login   200     200     200     200     200     200     200     200
mfa_deactivate_totp                  GET   login   login   404     404     404     404     404     404     404     404
mfa_deactivate_totp                  POST  login   login   404     404     404     404     404     404     404     404
mfa_view_recovery_codes              GET   login   login   404     404     404     404     404     404     404     404
mfa_view_recovery_codes              POST  login   login   405     405     405     405     405     405     405     405
mfa_generate_recovery_codes          GET   login   login   200     200     200     200     200     200     200     200
mfa_generate_recovery_codes          POST  login   login   200     200     200     200     200     200     200     200
mfa_download_recovery_codes          GET   login   login   404     404     404     404     404     404     404     404
mfa_download_recovery_codes          POST  login   login   404     404     404     404     404     404     404     404
mfa_list_webauthn                    GET   login   login   200     200     200     200     200     200     200     200
mfa_list_webauthn                    POST  login   login   405     405     405     405     405     405     405     405
mfa_add_webauthn                     GET   login   login   200     200     200     200     200     200     200     200
mfa_add_webauthn                     POST  login   login   200     200     200     200     200     200     200     200
mfa_login_webauthn                   GET   login   login   away    away    away    away    away    away    away    away
mfa_login_webauthn                   POST  login   login   away    away    away    away    away    away    away    away
mfa_reauthenticate_webauthn          GET   login   login   away    away    away    away    away    away    away    away
mfa_reauthenticate_webauthn          POST  login   login   away    away    away    away    away    away    away    away
mfa_remove_webauthn                  GET   login   login   404     404     404     404     404     404     404     404
mfa_remove_webauthn                  POST  login   login   404     404     404     404     404     404     404     404
mfa_edit_webauthn                    GET   login   login   404     404     404     404     404     404     404     404
mfa_edit_webauthn                    POST  login   login   404     404     404     404     404     404     404     404

# Signed-in devices
usersessions_list                    GET   login   login   200     200     200     200     200     200     200     200
usersessions_list                    POST  login   login   away    away    away    away    away    away    away    away

# Language
set_language                         GET   405     405     405     405     405     405     405     405     405     405
set_language                         POST  away    away    away    away    away    away    away    away    away    away

# Mail log
outbox:messages                      GET   login   login   404     200     404     404     404     404     200     200
outbox:messages                      POST  login   login   405     405     405     405     405     405     405     405
outbox:send_due                      GET   login   login   404     404     404     404     404     404     404     404
outbox:send_due                      POST  login   login   404     404     404     404     404     404     404     404
outbox:resend_failed                 GET   login   login   405     405     405     405     405     405     405     405
outbox:resend_failed                 POST  login   login   404     away    404     404     404     404     away    away
outbox:message                       GET   login   login   404     404     404     404     404     404     200     200
outbox:message                       POST  login   login   405     405     405     405     405     405     405     405
outbox:html                          GET   login   login   404     404     404     404     404     404     200     200
outbox:html                          POST  login   login   405     405     405     405     405     405     405     405
outbox:resend                        GET   login   login   405     405     405     405     405     405     405     405
outbox:resend                        POST  login   login   404     404     404     404     404     404     away    away
outbox:put_aside                     GET   login   login   405     405     405     405     405     405     405     405
outbox:put_aside                     POST  login   login   404     404     404     404     404     404     away    away

# History
audit:events                         GET   login   login   200     200     200     200     200     200     200     200
audit:events                         POST  login   login   405     405     405     405     405     405     405     405

# Who sees what: administrators
access:access                        GET   login   login   404     404     404     404     404     404     404     200
access:access                        POST  login   login   405     405     405     405     405     405     405     405
access:person                        GET   login   login   404     404     404     404     404     404     404     200
access:person                        POST  login   login   405     405     405     405     405     405     405     405
access:body                          GET   login   login   404     404     404     404     404     404     404     200
access:body                          POST  login   login   405     405     405     405     405     405     405     405
access:meeting                       GET   login   login   404     404     404     404     404     404     404     200
access:meeting                       POST  login   login   405     405     405     405     405     405     405     405

# Search
search:search                        GET   login   login   200     200     200     200     200     200     200     200
search:search                        POST  login   login   405     405     405     405     405     405     405     405

# Components
patterns:patterns                    GET   login   login   200     200     200     200     200     200     200     200
patterns:patterns                    POST  login   login   405     405     405     405     405     405     405     405
patterns:form                        GET   login   login   200     200     200     200     200     200     200     200
patterns:form                        POST  login   login   405     405     405     405     405     405     405     405
"""

ARGUMENTS = {"accounts:optional_mail": lambda rows: {"secret": stop_address(rows.person, "reminders").split("/")[-2]}}
