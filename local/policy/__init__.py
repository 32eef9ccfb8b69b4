"""Asks policy packs over the analyzer protocol, as Pulumi's engine does."""

import sys
from pathlib import Path
from typing import Final

OWN_PACK: Final = Path(__file__).parents[2] / "policies"
"""The pack of this repository."""

# The pack is published on its own, so it is not installed with the rest; its texts and its list of
# rules are read from where it is.
if str(OWN_PACK) not in sys.path:
    sys.path.append(str(OWN_PACK))
