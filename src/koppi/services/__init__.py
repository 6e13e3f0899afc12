"""Service episodes (palvelujaksot): what is, has been and will be in use. It is not a case record."""
