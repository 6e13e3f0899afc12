"""One module a subject: the family's sharing, restrictions, minors, emergencies, reviews, one's own."""
