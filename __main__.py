"""The program: reads the stack's configuration and builds its blueprint."""

import pulumi

from blueprints import auditor, config, landing, organization
from components.core import deployment
from components.core.errors import BulwarkError

BUILD = {"auditor": auditor.build, "organization": organization.build}


async def main() -> pulumi.Inputs:
    """Build the stack's blueprint and return the stack's outputs."""
    try:
        stack = config.read()
        place = await landing.resolve(stack)
        deployment.use(place)
        provider = landing.provider(stack, place)
        return BUILD[stack.blueprint](stack.settings, place, provider, stack.tags)
    except BulwarkError as error:
        # RunError ends the program with its message alone, without a traceback.
        raise pulumi.RunError(str(error)) from None


pulumi.run(main)
