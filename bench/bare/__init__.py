"""The bare pages: the same rows and as many bytes by plain Django, without a rule, audit, drafts or frame."""
