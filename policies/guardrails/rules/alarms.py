"""CloudWatch alarms."""

from collections.abc import Iterator

from guardrails.graph import Graph
from guardrails.model import Fail, Level, Result, Scope, Severity, Undetermined, rule
from guardrails.view import Resource

_METRIC = "aws:cloudwatch/metricAlarm:MetricAlarm"
_COMPOSITE = "aws:cloudwatch/compositeAlarm:CompositeAlarm"
_ACTIONS = ("alarmActions", "okActions", "insufficientDataActions")


@rule(
    "alarm-action",
    "An alarm tells somebody",
    category="logging",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    scope=Scope.STACK,
    applies_to=[_METRIC, _COMPOSITE],
    why="An alarm without an action changes its color, and nobody learns of it.",
    remediation="Set alarm_actions=[topic.arn], and leave actions_enabled at True.",
    snippet="aws.cloudwatch.MetricAlarm(..., alarm_actions=[topic.arn])",
    equivalents=["CKV_AWS_319", "cdk-nag:CloudWatchAlarmAction"],
)
def tells_somebody(graph: Graph) -> Iterator[Result]:
    """An alarm that is part of a composite one leaves the telling to that."""
    for alarm in graph.of(_METRIC, _COMPOSITE):
        enabled = alarm["actionsEnabled"]
        if enabled.unknown:
            yield Undetermined(enabled.path, alarm.urn)
        elif enabled.flag is not False and not all(alarm[name].missing for name in _ACTIONS):
            continue
        else:
            yield from _silent(graph, alarm)


def _silent(graph: Graph, alarm: Resource) -> Iterator[Result]:
    part = [_part_of(graph, composite, alarm) for composite in graph.of(_COMPOSITE)]
    if True in part:
        return
    unknown = next((one for one in part if isinstance(one, Undetermined)), None)
    if unknown:
        yield unknown
    elif alarm["actionsEnabled"].flag is False:
        yield Fail(
            "The alarm's actions are switched off: nobody learns of it.",
            "actionsEnabled",
            "actions_enabled=True",
            alarm.urn,
        )
    else:
        yield Fail(
            "The alarm has no action: nobody learns of it.",
            "alarmActions",
            "alarm_actions=[topic.arn]",
            alarm.urn,
        )


def _part_of(graph: Graph, composite: Resource, alarm: Resource) -> bool | Undetermined:
    """Whether the rule of a composite alarm names another, such as ``ALARM("errors")``."""
    expression = composite["alarmRule"]
    if composite.urn == alarm.urn:
        return False
    if expression.unknown:
        sources = graph.sources(composite, expression, [_METRIC, _COMPOSITE])
        return alarm in sources or (not sources and Undetermined(expression.path, composite.urn))
    name = alarm["name" if alarm.type == _METRIC else "alarmName"]
    # By name or by ARN, quoted or not.
    ways = (f"({name.text})", f'("{name.text}")', f":{name.text})", f':{name.text}")')
    return bool(name.text) and any(way in expression.text for way in ways)


RULES = (tells_somebody,)
