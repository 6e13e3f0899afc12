"""The story (tarina): one family and its helpers by name, and a synthetic county around them."""
