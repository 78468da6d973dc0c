from rec_portal.foundation.policy import Holds, HoldsAnywhere, Where, define

# Account mail (no body) is for administrators; a body's mail for its secretariat and administrators.
_reads = Holds("mail_body", "root_id") | (Where(root_id__isnull=True) & HoldsAnywhere("administer_body"))

define("outbox.OutboxMessage", see=_reads, resend=_reads)
