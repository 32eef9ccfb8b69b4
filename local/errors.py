"""What goes wrong in the laptop run, said so that it can be mended."""

from components.core.errors import BulwarkError


class LocalError(BulwarkError):
    """The root of the laptop run's own errors: the command prints the message and exits with 2."""


class ProjectError(LocalError):
    """``Pulumi.yaml`` or ``Pulumi.<stack>.yaml`` is missing or not what Pulumi takes."""


class ProgramError(LocalError):
    """The program ended with an error of its own, or one of its resources could not be made."""


class UnsupportedError(LocalError):
    """The program asked for something that only Pulumi's own engine can do."""


class PackError(LocalError):
    """The policy pack did not load, or did not answer."""


class InputError(LocalError):
    """A file given to the command is not what the command reads."""
