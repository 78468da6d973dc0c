from councils.consensus import models as consensus  # noqa: F401
from councils.models.appointment import Appointment
from councils.models.body import Body
from councils.models.document import Document, DocumentBody, DocumentReader, DocumentRevision
from councils.models.grant import BodyGroupGrant, BodyUserGrant, OfficeGroup
from councils.models.organisation import Organisation
from councils.models.seat import Seat
from councils.onboarding import models as onboarding  # noqa: F401

__all__ = [
    "Appointment",
    "Body",
    "BodyGroupGrant",
    "BodyUserGrant",
    "Document",
    "DocumentBody",
    "DocumentReader",
    "DocumentRevision",
    "OfficeGroup",
    "Organisation",
    "Seat",
]
