"""From a submitted notebook to an executed one: read it, put it right, run it."""
