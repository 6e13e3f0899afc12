"""My day (oma päivä): what waits for me, by promise."""
