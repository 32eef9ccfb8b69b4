from typing import Any, NotRequired, TypedDict

import pulumi
import pytest
from pulumi.output import Unknown

from components.core.errors import SpecError
from components.core.plain import refuse_outputs
from components.table import Table
from tests.support.engine import register


class Reference(TypedDict):
    name: str
    ready: NotRequired[pulumi.Input[str]]


class Args(TypedDict):
    size: int
    reference: NotRequired[Reference]
    references: NotRequired[list[Reference]]
    by_name: NotRequired[dict[str, Reference]]
    conditions: NotRequired[dict[str, dict[str, list[str]]]]


def output() -> Any:
    return Unknown()


@pytest.mark.parametrize(
    ("given", "where"),
    [
        ({"size": output()}, "Thing 'one'.size"),
        ({"reference": output()}, "Thing 'one'.reference"),
        ({"reference": {"name": output()}}, "Thing 'one'.reference.name"),
        ({"references": [{"name": "a"}, {"name": output()}]}, "Thing 'one'.references[1].name"),
        ({"by_name": {"a": {"name": output()}}}, "Thing 'one'.by_name.a.name"),
        ({"conditions": {"Null": {"k": [output()]}}}, "Thing 'one'.conditions.Null.k[0]"),
        ({"unheard_of": {"deeper": output()}}, "Thing 'one'.unheard_of.deeper"),
    ],
)
def test_an_output_is_refused_where_plain_data_belongs(given: object, where: str) -> None:
    with pytest.raises(SpecError) as refused:
        refuse_outputs("Thing 'one'", given, Args)

    assert str(refused.value) == (
        f"{where}: got 'an output'; allowed: plain data that is known at preview. "
        "Write it out: names and ARNs follow from project, stack, account and region."
    )


def test_plain_data_and_outputs_in_the_place_of_inputs_pass() -> None:
    reference = {"name": "a", "ready": output()}

    refuse_outputs(
        "Thing 'one'",
        {"size": 1, "reference": reference, "references": [reference], "by_name": {"a": reference}},
        Args,
    )


def test_a_component_names_the_argument_and_creates_no_child() -> None:
    def program() -> None:
        name: Any = pulumi.Output.from_input("id")
        with pytest.raises(
            SpecError, match=r"^Table 'orders'\.partition_key\.name: got 'an output'"
        ):
            Table("orders", {"partition_key": {"name": name}})

    assert register(program).types() == {"bulwark:index:Table": 1}
