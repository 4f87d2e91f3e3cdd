"""At which stage a wrong model goes wrong, so that two of them can be put together.

Who answers a question reads what is given, works by a rule, and writes the result down. A
plain wrong function is another rule. ``Reads`` misreads the givens and ``Writes`` spoils the
result; all else is done right. Several models compose where no two of them are rules, and none
is ``alone``: so rare that looking for it beside another belief would be a guess.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

Rule = Callable[..., Any]


@dataclass(frozen=True)
class Reads:
    """A wrong model that takes the givens for something else.

    ``change`` gets the arguments of the reference and returns them as a dict, changed.

    Examples
    --------
    >>> swapped = Reads(lambda width, height: {"width": height, "height": width})
    >>> composed([swapped], lambda width, height: width - height)(5, 3)
    -2
    """

    change: Callable[..., dict[str, Any]]
    alone: bool = False


@dataclass(frozen=True)
class Writes:
    """A wrong model that has the right result, and writes down something made of it.

    Examples
    --------
    >>> composed([Writes(round)], lambda width, height: width / height)(5, 3)
    2
    """

    change: Callable[[Any], Any]
    alone: bool = False


WrongModel = Rule | Reads | Writes


def can_meet(one: WrongModel, other: WrongModel) -> bool:
    """Whether somebody may be thought to go by both of two models at once."""
    staged = [model for model in (one, other) if isinstance(model, (Reads, Writes))]
    return bool(staged) and not any(model.alone for model in staged)


def composed(models: Sequence[WrongModel], reference: Rule) -> Rule:
    """Answer as somebody does who goes by all these models at once.

    Raises
    ------
    ValueError
        If two of them are rules: nobody can go by both.

    Examples
    --------
    >>> doubled = Reads(lambda side: {"side": 2 * side})
    >>> composed([lambda side: 4 * side, doubled], lambda side: side**2)(3)
    24
    """
    rules = [model for model in models if not isinstance(model, (Reads, Writes))]
    if len(rules) > 1:
        raise ValueError("Two of these models are rules; only one rule can be followed.")
    rule = rules[0] if rules else reference

    def answer(*args: Any, **givens: Any) -> Any:
        for model in models:
            if isinstance(model, Reads):
                args, givens = (), model.change(*args, **givens)
        value = rule(*args, **givens)
        for model in models:
            if isinstance(model, Writes):
                value = model.change(value)
        return value

    return answer
