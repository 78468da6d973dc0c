from councils.bodies.models.body import Body
from councils.bodies.models.grant import BodyGroupGrant, BodyUserGrant, OfficeGroup

__all__ = ["Body", "BodyGroupGrant", "BodyUserGrant", "OfficeGroup"]
