"""The lessons' own helpers: texts to learn on, and figures with alt text."""
