"""Where the areas become one site: settings, addresses, the viewer, commands and the clock's tick."""
