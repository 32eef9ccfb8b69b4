"""The parameters of a database's group, which are a list of names with values."""

from typing import Final

from guardrails.view import View

_ON: Final = frozenset({"1", "on", "true", "enabled"})


def parameter(parameters: View, name: str, key: str = "name", value: str = "value") -> View:
    """The value of one parameter.

    Args:
        parameters: The list of them.
        name: The parameter's name; engines tell no case apart.
        key: The property that holds a name.
        value: The property that holds its value.

    Returns:
        A missing view of the list where the parameter is not set, and what is not known while it
        may be the parameter: the list, an element, or a name.
    """
    named = [(one[key], one[value]) for one in parameters.items()]
    given = next((view for called, view in named if called.text.lower() == name), None)
    unknown = next((called for called, _ in named if called.unknown), None)
    return given or unknown or View(None, parameters.path)


def is_on(view: View) -> bool:
    """Whether a parameter is on: it is text, and each engine has its own word for it."""
    return view.flag is True or view.number == 1 or view.text.lower() in _ON
