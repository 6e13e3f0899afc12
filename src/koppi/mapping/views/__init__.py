"""The pages of the mapping invitation: making one, answering, following, lists, and a guest's way in."""
