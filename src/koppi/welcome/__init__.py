"""Welcome (tervetuloa): a worker of the family's team makes a member of the family a way in."""
