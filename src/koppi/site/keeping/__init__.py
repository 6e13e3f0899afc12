"""Keeping (varmuuskopiointi): copies of everything, and a way back that gives nothing taken away back."""
