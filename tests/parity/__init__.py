"""Courses that have nothing to do with ours, graded by nbgrader alone and with our plugin."""
