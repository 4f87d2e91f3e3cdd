"""An autograder that traces a wrong answer to the belief behind it.

In a notebook::

    from autograder import check, hint

    check("f1-precision", 0.8)
    hint("f1-precision")

and, for practice without an end::

    from autograder import drill

    d = drill("shapes")
    d.answer((2, 3, 16))
"""

from autograder.drilling.notebook import drill
from autograder.inventory import inventory
from autograder.learner import progress
from autograder.notebook import ask, check, hint, reveal

__all__ = ["ask", "check", "drill", "hint", "inventory", "progress", "reveal"]
__version__ = "0.1.0"
