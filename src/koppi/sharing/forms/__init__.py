"""What people say when they share, restrict or open."""

from .consents import AuthorityForm, BasisForm, ConsentForm, OwnConsentForm, RenewalForm
from .emergencies import EmergencyForm, EmergencyReviewForm
from .restrictions import (
    CapacityForm,
    ClearanceForm,
    DelayForm,
    HidePartForm,
    OwnProhibitionForm,
    ProhibitionForm,
    ProhibitionReviewForm,
    RestrictionForm,
)

__all__ = [
    "AuthorityForm",
    "BasisForm",
    "CapacityForm",
    "ClearanceForm",
    "ConsentForm",
    "DelayForm",
    "EmergencyForm",
    "EmergencyReviewForm",
    "HidePartForm",
    "OwnConsentForm",
    "OwnProhibitionForm",
    "ProhibitionForm",
    "ProhibitionReviewForm",
    "RenewalForm",
    "RestrictionForm",
]
