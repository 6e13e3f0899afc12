"""Who has looked (kuka on katsonut): a family member's readable log, questions about it, checking looks."""
