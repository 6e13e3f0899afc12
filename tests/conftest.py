"""What every test stands on. Builders of people are in `tests/make.py`; settings in `tests/settings.py`."""
