"""Those trusted with a body's history read all of it; its members read what was marked for them."""

from rec_portal.foundation.policy import Holds, HoldsAnywhere, Where, define

define(
    "audit.AuditEvent",
    see=Holds("audit_body", "root_id")
    | (Where(for_members=True) & Holds("see_body", "root_id"))
    | (Where(root_id__isnull=True) & HoldsAnywhere("administer_body")),
)
