"""Drills: endless fresh questions, in a terminal and in a notebook, and what is kept of them."""
