"""One module a subject: people and ties, homes, custody, the team and the hold, the next step."""
