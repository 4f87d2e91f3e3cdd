"""nbgrader's settings for this repository: its folders, and the autograder's plugin."""

from autograder.gradebook import configure

configure(get_config())
