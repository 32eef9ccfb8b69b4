import pulumi
from pulumi_aws import sqs

from components.core.component import BulwarkComponent
from tests.support.engine import Registry, is_unknown, register

QUEUE = "aws:sqs/queue:Queue"


class Pair(BulwarkComponent):
    def __init__(self, *, reference: pulumi.Input[str] | None = None) -> None:
        super().__init__("pair")
        first = sqs.Queue("first", name="first", opts=self._child())
        named = first.arn if reference is None else reference
        sqs.Queue("second", name="second", opts=self._child(after=[named]))


def dependencies(registry: Registry) -> tuple[str, ...]:
    return registry.one(QUEUE, "second").dependencies


def test_a_child_waits_for_what_a_reference_comes_from_and_its_inputs_stay_known() -> None:
    registry = register(Pair, preview=True)

    assert dependencies(registry) == (registry.one(QUEUE, "first").urn,)
    assert not any(map(is_unknown, registry.one(QUEUE, "second").inputs.values()))


def test_a_plain_reference_is_not_waited_for() -> None:
    assert dependencies(register(lambda: Pair(reference="arn:aws:sqs:…"))) == ()


def test_children_are_below_their_component_with_its_token() -> None:
    registry = register(Pair)

    component = registry.one("bulwark:index:Pair")
    assert {one.parent for one in registry.all(QUEUE)} == {component.urn}
