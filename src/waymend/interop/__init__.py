"""At the border to other systems: their formats are translated here, so that the inside stays clean."""
