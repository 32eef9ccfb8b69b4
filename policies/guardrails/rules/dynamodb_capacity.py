"""The capacity of DynamoDB tables and of their indexes."""

from collections.abc import Iterator, Mapping

from guardrails.graph import Graph
from guardrails.model import Fail, Level, Result, Scope, Severity, Undetermined, rule
from guardrails.resource_types import TABLE
from guardrails.view import Resource, View

_SCALED = "aws:appautoscaling/target:Target"
_INDEX = "aws:dynamodb/globalSecondaryIndex:GlobalSecondaryIndex"
_ON_DEMAND = "PAY_PER_REQUEST"
_DIMENSIONS = {
    "dynamodb:table:ReadCapacityUnits": "read",
    "dynamodb:table:WriteCapacityUnits": "write",
}


@rule(
    "ddb-autoscale",
    "Tables are billed on demand, or their capacity is scaled",
    category="resilience",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    scope=Scope.STACK,
    applies_to=[TABLE],
    why="DynamoDB refuses what goes over a fixed capacity, and bills what stays under it.",
    remediation="Set billing_mode='PAY_PER_REQUEST', or scale reads and writes each by an "
    "aws.appautoscaling.Target with a policy.",
    snippet="aws.dynamodb.Table(..., billing_mode='PAY_PER_REQUEST')",
    equivalents=[
        "CKV2_AWS_16",
        "FSBP:DynamoDB.1",
        "cdk-nag:DynamoDBAutoScalingEnabled",
        "guard:dynamodb-autoscaling-enabled",
        "cfn_nag:W73",
    ],
)
def autoscaled(graph: Graph) -> Iterator[Result]:
    """AWS's default mode is a fixed capacity."""
    scaled, unresolved = _scaled(graph)
    for table in graph.of(TABLE):
        mode = table["billingMode"]
        fixed = [way for way in _DIMENSIONS.values() if way not in scaled.get(table.urn, ())]
        if mode.unknown and fixed:
            yield Undetermined(mode.path, table.urn)
        elif mode.text == _ON_DEMAND or not fixed:
            continue
        elif unresolved:
            yield unresolved[0]
        else:
            yield Fail(
                f"The table's {' and '.join(fixed)} capacity is fixed: what goes over it is "
                "refused.",
                mode.path,
                f"billing_mode={_ON_DEMAND!r}",
                table.urn,
            )


def _scaled(graph: Graph) -> tuple[Mapping[str, set[str]], list[Undetermined]]:
    """What is scaled, by the tables' URNs, and what cannot be told of the others."""
    scaled: dict[str, set[str]] = {}
    unresolved: list[Undetermined] = []
    for target in graph.of(_SCALED):
        dimension, resource_id = target["scalableDimension"], target["resourceId"]
        if dimension.text and dimension.text not in _DIMENSIONS:
            continue
        # Application Auto Scaling names a table `table/<name>`.
        reference = View(
            resource_id.text.removeprefix("table/") or resource_id.value, resource_id.path
        )
        table = graph.target(target, reference, [TABLE])
        if table and dimension.text:
            scaled.setdefault(table.urn, set()).add(_DIMENSIONS[dimension.text])
        elif dimension.unknown or resource_id.unknown:
            unknown = dimension if dimension.unknown else resource_id
            unresolved.append(Undetermined(unknown.path, target.urn))
    return scaled, unresolved


@rule(
    "ddb-index-capacity",
    "An index takes as many writes as its table",
    category="resilience",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    scope=Scope.STACK,
    applies_to=[TABLE],
    why="When an index cannot follow, DynamoDB refuses the table's own writes.",
    remediation="Give each global secondary index the table's write capacity, unless few of the "
    "items are in the index.",
    snippet="""aws.dynamodb.Table(
    ...,
    write_capacity=50,
    global_secondary_indexes=[
        {"name": "by_status", "hash_key": "status", "projection_type": "ALL", "write_capacity": 50}
    ],
)""",
    own="No tool of the catalogue compares an index with its table.",
)
def index_capacity(graph: Graph) -> Iterator[Result]:
    """Reads of an index are its own affair; its writes are the table's.

    https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html
    """
    for table in graph.of(TABLE):
        on_demand = table["billingMode"].text == _ON_DEMAND
        most = table["onDemandThroughput"]["maxWriteRequestUnits"]
        own = most if on_demand else table["writeCapacity"]
        for holder, view in _indexes(graph, table, on_demand=on_demand):
            unknown = view if view.unknown else own if own.unknown else table["billingMode"]
            if unknown.unknown:
                yield Undetermined(unknown.path, (holder if view.unknown else table).urn)
            elif _units(view) < _units(own):
                yield Fail(
                    f"The index takes {view.shown()} writes a second, and the table "
                    f"{_told(own)}: the index holds up the table's writes.",
                    view.path,
                    f"as many for the index as for the table: {_told(own)}",
                    holder.urn,
                )


def _indexes(graph: Graph, table: Resource, *, on_demand: bool) -> Iterator[tuple[Resource, View]]:
    """How many writes each index takes, with who says so."""
    for index in table["globalSecondaryIndexes"].items():
        limit = index["onDemandThroughput"]["maxWriteRequestUnits"]
        yield table, limit if on_demand else index["writeCapacity"]
    for holder in graph.attached(table, [_INDEX], "tableName", [TABLE]).found:
        limit = holder["onDemandThroughput"]["maxWriteRequestUnits"]
        yield holder, limit if on_demand else holder["provisionedThroughput"]["writeCapacityUnits"]


def _units(view: View) -> float:
    """A number of writes; without one, and for -1, there is no limit."""
    return view.number if view.number is not None and view.number >= 0 else float("inf")


def _told(view: View) -> str:
    return "any number" if _units(view) == float("inf") else view.shown()


RULES = (autoscaled, index_capacity)
