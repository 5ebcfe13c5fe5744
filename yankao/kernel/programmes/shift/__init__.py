"""A unit's handover note from one shift to the next."""
