"""A synthetic county around the story (keksitty maakunta): families, helpers, agreements.

Made from shares and rates with a seed and loaded in bulk; the rules of the actions hold for what comes out.
"""
