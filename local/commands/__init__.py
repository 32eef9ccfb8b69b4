"""The subcommands of ``bulwark``, a module each: ``add_parser`` and ``execute``."""
