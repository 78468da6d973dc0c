from rec_portal.accounts.models.secret_link import SecretLink
from rec_portal.accounts.models.user import User

__all__ = ["SecretLink", "User"]
