"""`./koppi bench`: the pages against their targets, as ratios measured in one run. Figures, not a test."""
