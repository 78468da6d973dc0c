"""What each office may do: the table from which all grants are derived."""

from councils.bodies.choices import Office

# Permissions on a Body. "list" knows that it exists and who sits there by organisation; "see" reads what is inside.
PERMISSIONS = (
    ("list_body", "Knows the body and its seats"),
    ("see_body", "Reads the body's meetings and people"),
    ("decide_body", "Reads what is for the body's deciding seats"),
    ("run_body", "Calls and runs the body's meetings"),
    ("appoint_body", "Appoints to the body's seats"),
    ("mail_body", "Reads the body's mail log"),
    ("audit_body", "Reads the body's whole history"),
    ("administer_body", "Manages organisations, people and access"),
)

_CHAIRING = frozenset({"see_body", "decide_body", "audit_body"})
_DECIDING = frozenset({"see_body", "decide_body"})
_OBSERVING = frozenset({"see_body"})
_SECRETARY = frozenset({"see_body", "run_body", "appoint_body", "mail_body", "audit_body"})
_ADMINISTRATOR = frozenset({"see_body", "appoint_body", "mail_body", "audit_body", "administer_body"})

# On the body of the seat itself.
ON_OWN_BODY = {
    Office.CHAIR: _CHAIRING,
    Office.CO_CHAIR: _CHAIRING,
    Office.RAPPORTEUR: _DECIDING,
    Office.MEMBER: _DECIDING,
    Office.OBSERVER: _OBSERVING,
    Office.SECRETARY: _SECRETARY,
    Office.ADMINISTRATOR: _ADMINISTRATOR,
}
# On every body below it: the Council's secretariat serves its groups, its administrators look after all of it.
ON_BODIES_BELOW = {Office.SECRETARY: _SECRETARY, Office.ADMINISTRATOR: _ADMINISTRATOR}
# On every body of the same council: whoever sits in one knows that the others exist.
ON_WHOLE_COUNCIL = frozenset({"list_body"})
