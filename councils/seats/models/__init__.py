from councils.seats.models.appointment import Appointment
from councils.seats.models.seat import Seat

__all__ = ["Appointment", "Seat"]
