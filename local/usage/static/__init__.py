"""Finds the calls of AWS in a function's source, without importing or running any of it.

The code is followed from its handler through the modules that the package brings: what each name,
attribute, argument and result may be is worked out as sets of values (a client of some service, a
text, a function, an instance of a class), over and over until nothing new comes up. A function is
looked at once for each set of arguments that it is given, so that a helper which makes clients
gives each caller its own.

``syntax`` follows what is written; ``outside`` is what is known of code that the package does not
bring; objects, calls and values are what both work on. They call each other, and therefore import
each other as modules.
"""

from local.usage.static.machine import analyse

__all__ = ["analyse"]
