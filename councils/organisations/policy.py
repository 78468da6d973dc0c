"""Who may read and edit organisations."""

from rec_portal.foundation.policy import HoldsAnywhere, define

define("councils.Organisation", see=HoldsAnywhere("list_body"), edit=HoldsAnywhere("administer_body"))
