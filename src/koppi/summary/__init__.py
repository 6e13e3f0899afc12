"""The shared summary (jaettu yhteenveto): what carries, where support is needed, what next."""
