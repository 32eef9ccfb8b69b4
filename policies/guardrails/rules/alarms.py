"""CloudWatch alarms."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from guardrails.graph import Graph
from guardrails.model import Fail, Level, Result, Scope, Severity, Undetermined, rule
from guardrails.view import Resource, View

_METRIC = "aws:cloudwatch/metricAlarm:MetricAlarm"
_COMPOSITE = "aws:cloudwatch/compositeAlarm:CompositeAlarm"
# The rule of a composite alarm names others, by name or by ARN: `ALARM("errors") AND OK(latency)`.
_NAMED = re.compile(r'"([^"]{1,2048})"|\(\s{0,4}+([^"()\s]{1,2048})')
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
    parts = _parts(graph)
    for alarm in graph.of(_METRIC, _COMPOSITE):
        enabled = alarm["actionsEnabled"]
        acts = enabled.flag is not False and not all(alarm[name].missing for name in _ACTIONS)
        if enabled.unknown:
            yield Undetermined(enabled.path, alarm.urn)
        elif acts or alarm.urn in parts.urns or _name(alarm).text in parts.names:
            continue
        elif parts.unresolved:
            yield parts.unresolved[0]
        else:
            yield _silent(alarm)


def _silent(alarm: Resource) -> Fail:
    if alarm["actionsEnabled"].flag is False:
        return Fail(
            "The alarm's actions are switched off: nobody learns of it.",
            "actionsEnabled",
            "actions_enabled=True",
            alarm.urn,
        )
    return Fail(
        "The alarm has no action: nobody learns of it.",
        "alarmActions",
        "alarm_actions=[topic.arn]",
        alarm.urn,
    )


@dataclass(frozen=True, slots=True)
class _Parts:
    """The alarms that composite ones are made of, and the rules that cannot be read."""

    names: set[str]
    urns: set[str]
    unresolved: list[Undetermined]


def _parts(graph: Graph) -> _Parts:
    parts = _Parts(set(), set(), [])
    for composite in graph.of(_COMPOSITE):
        expression = composite["alarmRule"]
        named = (quoted or bare for quoted, bare in _NAMED.findall(expression.text))
        parts.names.update(name.rpartition(":alarm:")[2] for name in named)
        if expression.unknown:
            sources = graph.sources(composite, expression, [_METRIC, _COMPOSITE])
            parts.urns.update(one.urn for one in sources)
            if not sources:
                parts.unresolved.append(Undetermined(expression.path, composite.urn))
    return parts


def _name(alarm: Resource) -> View:
    return alarm["name" if alarm.type == _METRIC else "alarmName"]


RULES = (tells_somebody,)
