"""Laws are tried on enough cases to find a mistake, and few enough to be run at every save."""

from hypothesis import settings

settings.register_profile("rules", max_examples=60, deadline=None)  # no deadline: the first call loads calendars
settings.load_profile("rules")
