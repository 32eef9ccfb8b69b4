"""Functions that set themselves off, and those that wait for others."""

from collections.abc import Sequence
from dataclasses import replace

from guardrails.view import Resource
from tests.policies.guardrails.rule_cases.model import UNKNOWN, Cases, Properties, one, policy

FUNCTION = "aws:lambda/function:Function"
ROLE = "aws:iam/role:Role"
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
EVENT_SOURCE = "aws:lambda/eventSourceMapping:EventSourceMapping"
ALIAS = "aws:lambda/alias:Alias"
QUEUE = "aws:sqs/queue:Queue"
TOPIC = "aws:sns/topic:Topic"
TABLE = "aws:dynamodb/table:Table"
BUCKET = "aws:s3/bucket:Bucket"
BUS = "aws:cloudwatch/eventBus:EventBus"
EVENT_RULE = "aws:cloudwatch/eventRule:EventRule"
TARGET = "aws:cloudwatch/eventTarget:EventTarget"
SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription"
NOTIFICATION = "aws:s3/bucketNotification:BucketNotification"
LOG_FILTER = "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter"
INVOKE_CONFIG = "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig"

ACCOUNT = "123456789012"
PLACE = f"eu-central-1:{ACCOUNT}"
JOBS = f"arn:aws:sqs:{PLACE}:jobs"
NEWS = f"arn:aws:sns:{PLACE}:news"
ORDERS = f"arn:aws:dynamodb:{PLACE}:table/orders"
STREAM = f"{ORDERS}/stream/2026-11-21T06:00:00.000"
EVENTS = f"arn:aws:events:{PLACE}:event-bus/shop"
GRANT = "policy.Statement[0].Action[0]"


def arn(name: str) -> str:
    return f"arn:aws:lambda:{PLACE}:function:{name}"


def may(action: str, resource: str, **more: object) -> Properties:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def function(name: str, *statements: Properties, grants: object = None) -> list[Resource]:
    """A function with its role; ``grants`` instead of statements where they are not known."""
    given = policy(*statements) if grants is None else grants
    resources = [
        one(FUNCTION, {"name": name, "role": f"arn:aws:iam::{ACCOUNT}:role/{name}"}, name),
        one(ROLE, {"name": name}, name, account_id=ACCOUNT),
    ]
    if statements or grants is not None:
        resources.append(one(ROLE_POLICY, {"role": name, "policy": given}, name))
    return [replace(resource, account_id=ACCOUNT, region="eu-central-1") for resource in resources]


def thing(type_: str, name: str) -> Resource:
    property_ = "bucket" if type_ == BUCKET else "name"
    made = one(type_, {property_: name}, name, account_id=ACCOUNT)
    return replace(made, region="eu-central-1")


def reads(source: str, name: str = "work", /, **more: object) -> Resource:
    given = {"eventSourceArn": source, "functionName": arn(name), **more}
    return one(EVENT_SOURCE, given, f"{name}-source")


def from_queue(*statements: Properties, **more: object) -> list[Resource]:
    return [*function("work", *statements), thing(QUEUE, "jobs"), reads(JOBS, "work", **more)]


def from_table(*statements: Properties, **more: object) -> list[Resource]:
    return [*function("work", *statements), thing(TABLE, "orders"), reads(STREAM, "work", **more)]


def from_bucket(resource: str, **notice: object) -> list[Resource]:
    given = {"lambdaFunctionArn": arn("work"), "events": ["s3:ObjectCreated:*"], **notice}
    return [
        *function("work", may("s3:PutObject", resource)),
        thing(BUCKET, "images"),
        one(NOTIFICATION, {"bucket": "images", "lambdaFunctions": [given]}),
    ]


def from_topic(*statements: Properties, **more: object) -> list[Resource]:
    given = {"topic": NEWS, "protocol": "lambda", "endpoint": arn("work"), **more}
    return [*function("work", *statements), thing(TOPIC, "news"), one(SUBSCRIPTION, given)]


def from_bus(pattern: object) -> list[Resource]:
    return [
        *function("work", may("events:PutEvents", EVENTS)),
        thing(BUS, "shop"),
        one(EVENT_RULE, {"name": "all", "eventBusName": "shop", "eventPattern": pattern}, "all"),
        one(TARGET, {"rule": "all", "eventBusName": "shop", "arn": arn("work")}),
    ]


def from_logs(pattern: str, group: str) -> list[Resource]:
    given = {"logGroup": group, "destinationArn": arn("work"), "filterPattern": pattern}
    return [*function("work"), one(LOG_FILTER, given)]


def fanned_out() -> list[Resource]:
    """Work writes to a topic that fills the queue that it reads."""
    given = {"topic": NEWS, "protocol": "sqs", "endpoint": JOBS}
    return [
        *from_queue(may("sns:Publish", NEWS)),
        thing(TOPIC, "news"),
        one(SUBSCRIPTION, given),
    ]


def by_another() -> list[Resource]:
    """Work invokes ship, which fills the queue that work reads."""
    invoke = may("lambda:InvokeFunction", f"{arn('ship')}:live")
    return [
        *from_queue(invoke),
        *function("ship", may("sqs:SendMessage", JOBS)),
        one(ALIAS, {"functionName": "ship", "name": "live"}, "ship"),
    ]


def on_success() -> list[Resource]:
    outcome = {"destinationConfig": {"onSuccess": {"destination": JOBS}}, "functionName": "work"}
    return [*from_queue(), one(INVOKE_CONFIG, outcome)]


def chain(resource: str, *more: Resource) -> list[Resource]:
    return [
        *function("work", may("lambda:InvokeFunction", resource)),
        *function("ship"),
        *more,
    ]


SEND = may("sqs:SendMessage", JOBS)
FILTER = {"filters": [{"pattern": '{"eventName": ["INSERT"]}'}]}
DENY = {"Effect": "Deny", "Action": "sqs:SendMessage", "Resource": "*"}
BOUND = {"StringEquals": {"aws:SourceVpc": "vpc-1"}}


def all_fail(*stacks: Sequence[Resource]) -> list[tuple[Sequence[Resource], list[str]]]:
    return [(stack, [GRANT]) for stack in stacks]


CASES = {
    "lambda-cycle": Cases(
        "",
        fails=[
            *all_fail(
                from_queue(SEND),
                from_queue(may("sqs:*", "*")),
                from_queue(may("sqs:SendMessage", f"arn:aws:sqs:{PLACE}:jo*")),
                from_table(may("dynamodb:UpdateItem", ORDERS)),
                from_bucket("arn:aws:s3:::images/*"),
                from_topic(may("sns:Publish", NEWS)),
                from_bus('{"account": ["123456789012"]}'),
                fanned_out(),
                by_another(),
                function("work", may("lambda:InvokeFunction", arn("work"))),
                [
                    *function("work", may("lambda:InvokeFunction", f"{arn('work')}:*")),
                    one(ALIAS, {"functionName": "work", "name": "live"}),
                ],
            ),
            (from_logs("", "/aws/lambda/work"), ["logGroup"]),
            (on_success(), ["destinationConfig.onSuccess.destination"]),
        ],
        passes=[
            from_queue(may("sqs:SendMessage", f"arn:aws:sqs:{PLACE}:others")),
            from_queue(may("sqs:ReceiveMessage", JOBS)),
            from_table(may("dynamodb:GetItem", ORDERS)),
            from_topic(may("sns:Publish", NEWS.replace("news", "olds"))),
        ],
        near_misses=[
            # A queue with the name of the topic, and a topic with that of the queue.
            from_queue(may("sns:Publish", NEWS.replace("news", "jobs"))),
            from_queue(SEND, DENY),
            from_queue(may("sqs:SendMessage", JOBS, Condition=BOUND)),
            from_queue(SEND, enabled=False),
            from_queue(SEND, filterCriteria=FILTER),
            from_table(may("dynamodb:PutItem", ORDERS), filterCriteria=FILTER),
            from_table(may("dynamodb:PutItem", f"{ORDERS}/index/by_day")),
            from_bucket("arn:aws:s3:::images/*", events=["s3:ObjectRemoved:*"]),
            from_bucket("arn:aws:s3:::images/*", filterPrefix="in/"),
            from_topic(may("sns:Publish", NEWS), filterPolicy="{}"),
            from_bus('{"source": ["shop.orders"]}'),
            from_logs("", "/aws/lambda/other"),
            from_logs("ERROR", "/aws/lambda/work"),
            [*from_queue(), *function("ship", SEND)],
        ],
        undetermined=[
            ([*function("work", grants=UNKNOWN), thing(QUEUE, "jobs"), reads(JOBS)], "policy"),
            (
                [
                    one(FUNCTION, {"name": "work", "role": UNKNOWN}),
                    thing(QUEUE, "jobs"),
                    reads(JOBS),
                ],
                "role",
            ),
        ],
    ),
    "lambda-cycle-filtered": Cases(
        "",
        fails=[
            *all_fail(
                from_queue(SEND, filterCriteria=FILTER),
                from_table(may("dynamodb:PutItem", ORDERS), filterCriteria=FILTER),
                from_bucket("arn:aws:s3:::images/*", filterPrefix="in/"),
                from_bucket("arn:aws:s3:::images/in/*", filterPrefix="in/", filterSuffix=".png"),
                from_topic(may("sns:Publish", NEWS), filterPolicy="{}"),
                from_bus('{"source": ["shop.orders"]}'),
                from_bus("{"),
            ),
            (from_logs("ERROR", "/aws/lambda/work"), ["logGroup"]),
        ],
        passes=[from_queue(), from_table(may("dynamodb:GetItem", ORDERS), filterCriteria=FILTER)],
        near_misses=[
            from_bucket("arn:aws:s3:::images/out/*", filterPrefix="in/"),
            # Told by lambda-cycle.
            from_queue(SEND),
        ],
        always_known="lambda-cycle tells what is not known of the grants",
    ),
    "lambda-chained": Cases(
        "",
        fails=all_fail(
            chain(arn("ship")),
            chain(f"{arn('ship')}*"),
            chain(f"{arn('ship')}:live", one(ALIAS, {"functionName": "ship", "name": "live"})),
        ),
        passes=[[*function("work"), *function("ship")], chain(arn("bill"))],
        near_misses=[
            # Told by lambda-cycle.
            by_another(),
            # No function: what a schedule, an API or a person runs as.
            [
                one(ROLE, {"name": "schedule"}, "schedule"),
                one(
                    ROLE_POLICY,
                    {
                        "role": "schedule",
                        "policy": policy(may("lambda:InvokeFunction", arn("work"))),
                    },
                    "schedule",
                ),
                *function("work"),
            ],
        ],
        always_known="lambda-cycle tells what is not known of the grants",
    ),
}
