"""Who is named in a directive: offices, schools, units and persons in office, and what each is to a clause."""

from intake.drafting.parties.directory import Directory
from intake.drafting.parties.finding import find_parties
from intake.drafting.parties.mentions import Party
from intake.drafting.parties.normal import full_name, normal_name
from intake.drafting.parties.roles import coordinators_of, directed_of, receiver_of, subject_of

__all__ = [
    "Directory",
    "Party",
    "coordinators_of",
    "directed_of",
    "find_parties",
    "full_name",
    "normal_name",
    "receiver_of",
    "subject_of",
]
