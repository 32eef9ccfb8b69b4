"""The component package: serves the components to programs in every language of Pulumi's."""

import sys
from pathlib import Path

# Python puts this folder first, where ``queue`` would hide the standard library's module of that
# name; the components are imported from the folder above. Before any other import, therefore.
_HERE = Path(__file__).resolve().parent
sys.path[:] = [str(_HERE.parent), *(path for path in sys.path if Path(path).resolve() != _HERE)]

from pulumi.provider.experimental import component_provider_host  # noqa: E402 -- see above

from components import package  # noqa: E402 -- see above

component_provider_host(
    components=list(package.COMPONENTS), name=package.NAME, version=package.VERSION
)
