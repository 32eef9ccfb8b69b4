"""The base of every component."""

from collections.abc import Sequence
from inspect import get_annotations
from typing import Any

import pulumi

from components.core.deployment import Deployment, current
from components.core.plain import refuse_outputs


class BulwarkComponent(pulumi.ComponentResource):
    """A component with the token ``bulwark:index:<class name>`` and its children below it.

    Its arguments are plain data, but where their shape says ``pulumi.Input``.
    A subclass reads them into a validated specification, creates its children with
    ``opts=self._child()`` and ends with ``self.register_outputs({...})``.
    """

    _deployment: Deployment
    """Where this component deploys."""

    def __init__(
        self, name: str, opts: pulumi.ResourceOptions | None = None, args: object = None
    ) -> None:
        kind = type(self).__name__
        super().__init__(f"bulwark:index:{kind}", name, {}, opts)
        if args is not None:
            shape = get_annotations(type(self).__init__).get("args")
            refuse_outputs(f"{kind} {name!r}", args, shape)
        self._deployment = current(self)

    def _child(
        self,
        *,
        protect: bool | None = None,
        delete_before_replace: bool | None = None,
        depends_on: Sequence[pulumi.Resource] | None = None,
        after: Sequence[pulumi.Input[str]] = (),
        **further: Any,  # noqa: ANN401 -- any option of Pulumi's
    ) -> pulumi.ResourceOptions:
        """Options for a child of this component.

        ``delete_before_replace`` is for stateless children with explicit names: two of one name
        cannot exist at a time. ``after`` is ``depends_on`` for who holds a reference instead of a
        resource: the child waits for whatever these values come from.
        """
        # Pulumi takes what an output comes from; its value, here nothing, may stay unknown.
        waits: list[Any] = [pulumi.Output.from_input(one).apply(lambda _: None) for one in after]
        return pulumi.ResourceOptions(
            parent=self,
            protect=protect,
            delete_before_replace=delete_before_replace,
            depends_on=[*(depends_on or ()), *waits] or None,
            **further,
        )
