"""Who sees what (jakaminen): grounds, consents, restrictions, and the one rule made of them."""
