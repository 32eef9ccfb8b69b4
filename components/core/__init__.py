"""What every component stands on: names, ARNs, limits, errors and the base class."""
