"""What goes wrong before anything is registered, said so that it can be mended."""


class BulwarkError(Exception):
    """The root of every error that the user can mend."""


class InvalidValueError(BulwarkError):
    """A value outside of what is allowed.

    Args:
        where: The place of the value, such as ``Function 'audit'.timeout``.
        given: The value as it was given.
        allowed: What is allowed there, as a noun phrase.
        mend: Where to set it, as a sentence; empty where the place says so already.
    """

    def __init__(self, where: str, given: object, allowed: str, mend: str = "") -> None:
        self.where = where
        self.given = given
        self.allowed = allowed
        self.mend = mend
        message = f"{where}: got {_shown(given)}; allowed: {allowed}."
        super().__init__(f"{message} {mend}".rstrip())


class ConfigError(InvalidValueError):
    """A value of the stack's configuration (``Pulumi.<stack>.yaml``) that is not allowed."""


class SpecError(InvalidValueError):
    """An argument of a component that is not allowed."""


class LimitError(SpecError):
    """An argument beyond a limit that AWS sets."""


_LONGEST_SHOWN = 120


def _shown(given: object) -> str:
    text = repr(given)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}… ({len(text)} long)"
