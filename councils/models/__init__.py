from councils.models.appointment import Appointment
from councils.models.body import Body
from councils.models.grant import BodyGroupGrant, BodyUserGrant, OfficeGroup
from councils.models.organisation import Organisation
from councils.models.seat import Seat

__all__ = ["Appointment", "Body", "BodyGroupGrant", "BodyUserGrant", "OfficeGroup", "Organisation", "Seat"]
