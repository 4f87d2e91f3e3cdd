"""An autograder that traces a wrong answer to the belief behind it.

In a notebook::

    from autograder import check, hint

    check("f1-precision", 0.8)
    hint("f1-precision")
"""

from autograder.inventory import inventory
from autograder.notebook import check, hint, reveal

__all__ = ["check", "hint", "inventory", "reveal"]
__version__ = "0.1.0"
