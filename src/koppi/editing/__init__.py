"""Drawing the picture together (muokkaus): people, homes, ties, services, team and own words."""
