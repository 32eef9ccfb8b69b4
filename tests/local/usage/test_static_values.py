"""How a client is followed to its call: through arguments, objects, containers and blocks."""

import pytest

from tests.support.analysed import calls

FOUND = {
    "an argument of a function": (
        """
        import boto3
        def read(table):
            return table.query(TableName="t")
        def handler(event, context):
            read(table=boto3.client("dynamodb"))
        """,
        ["app/handler.py:4 dynamodb Query [t]"],
    ),
    "an attribute of an object": (
        """
        import boto3
        class Store:
            def __init__(self, client, name):
                self.client, self.name = client, name
            def get(self):
                return self.client.get_item(TableName=self.name)
            def put(self):
                return self.client.put_item(TableName=self.name)
        def handler(event, context):
            Store(boto3.client("dynamodb"), "orders").get()
        """,
        ["app/handler.py:7 dynamodb GetItem [orders]"],
    ),
    "a field of a dataclass with a method of another class": (
        """
        from dataclasses import dataclass
        import boto3
        @dataclass
        class Services:
            sqs: "SQSClient"
            url: str = "jobs"
        def handler(event, context):
            services = Services(sqs=boto3.client("sqs"))
            services.sqs.delete_message(QueueUrl=services.url)
        """,
        ["app/handler.py:10 sqs DeleteMessage [jobs]"],
    ),
    "a default factory of a field": (
        """
        from dataclasses import dataclass, field
        import boto3
        @dataclass
        class Services:
            sns: object = field(default_factory=lambda: boto3.client("sns"))
        def handler(event, context):
            Services().sns.publish()
        """,
        ["app/handler.py:8 sns Publish"],
    ),
    "a class behind a class": (
        """
        import boto3
        class Base:
            def __init__(self, client):
                self.client = client
            def run(self):
                self.work()
        class Work(Base):
            def __init__(self):
                super().__init__(boto3.client("events"))
            def work(self):
                self.client.put_events(Entries=[])
        def handler(event, context):
            Work().run()
        """,
        ["app/handler.py:12 events PutEvents"],
    ),
    "a property, and one that is cached": (
        """
        from functools import cached_property
        import boto3
        class Aws:
            @property
            def s3(self):
                return boto3.client("s3")
            @cached_property
            def sqs(self):
                return boto3.client("sqs")
        def handler(event, context):
            aws = Aws()
            aws.s3.head_object(Bucket="b", Key="k")
            aws.sqs.receive_message()
        """,
        ["app/handler.py:13 s3 HeadObject [b]", "app/handler.py:14 sqs ReceiveMessage"],
    ),
    "a global that is set when it is first needed": (
        """
        import boto3
        _client = None
        def client():
            global _client
            if _client is None:
                _client = boto3.client("lambda")
            return _client
        def handler(event, context):
            client().invoke(FunctionName="arn:aws:lambda:eu:1:function:next")
        """,
        ["app/handler.py:10 lambda Invoke [next]"],
    ),
    "clients in a dictionary and in a list": (
        """
        import boto3
        CLIENTS = {"a": boto3.client("s3"), "b": boto3.client("sqs")}
        MORE = []
        MORE.append(boto3.client("sns"))
        def handler(event, context):
            CLIENTS["a"].list_buckets()
            CLIENTS.get("b").list_queues()
            for one in MORE:
                one.list_topics()
        """,
        [
            "app/handler.py:7 s3 ListBuckets",
            "app/handler.py:8 sqs ListQueues",
            "app/handler.py:10 sns ListTopics",
        ],
    ),
    "a table of functions": (
        """
        import boto3
        def first(): boto3.client("sns").list_topics()
        def second(): boto3.client("sqs").list_queues()
        ACTIONS = {"a": first, "b": second}
        def handler(event, context):
            ACTIONS[event["what"]]()
        """,
        ["app/handler.py:3 sns ListTopics", "app/handler.py:4 sqs ListQueues"],
    ),
    "a function that somebody else calls": (
        """
        import boto3
        from aws_lambda_powertools.event_handler import APIGatewayRestResolver
        app = APIGatewayRestResolver()
        @app.get("/")
        def show():
            boto3.client("sns").list_topics()
        def unused():
            boto3.client("sns").create_topic(Name="x")
        def handler(event, context):
            return app.resolve(event, context)
        """,
        ["app/handler.py:7 sns ListTopics"],
    ),
    "a decorator of its own": (
        """
        import boto3
        def logged(function):
            def wrapper(*args):
                boto3.client("sns").publish(TopicArn="arn:aws:sns:eu:1:log")
                return function(*args)
            return wrapper
        @logged
        def handler(event, context):
            boto3.client("sqs").list_queues()
        """,
        ["app/handler.py:5 sns Publish [log]", "app/handler.py:10 sqs ListQueues"],
    ),
    "an annotation where nothing else tells": (
        """
        from typing import TYPE_CHECKING
        if TYPE_CHECKING:
            from mypy_boto3_dynamodb.service_resource import Table
            from mypy_boto3_sqs import SQSClient
        def handler(event, context, sqs: "SQSClient" = None, table: "Table | None" = None):
            sqs.purge_queue()
            table.scan()
        """,
        ["app/handler.py:7 sqs PurgeQueue", "app/handler.py:8 dynamodb Scan"],
    ),
    "a context manager, a generator, a comprehension, a closure": (
        """
        from contextlib import contextmanager
        import boto3
        @contextmanager
        def opened():
            yield boto3.client("sns")
        def clients():
            yield boto3.client("sqs")
        def handler(event, context):
            with opened() as sns:
                def inner():
                    return sns.list_topics()
                inner()
            [one.list_queues() for one in clients()]
            (lambda s3: s3.list_buckets())(boto3.client("s3"))
        """,
        [
            "app/handler.py:12 sns ListTopics",
            "app/handler.py:14 sqs ListQueues",
            "app/handler.py:15 s3 ListBuckets",
        ],
    ),
    "a pattern match, a try and an await": (
        """
        import boto3
        s3 = boto3.client("s3")
        async def handler(event, context):
            match event:
                case {"a": _}:
                    await s3.list_buckets()
            try:
                pass
            except KeyError:
                s3.delete_object(Bucket="b")
            finally:
                s3.put_object(Bucket="b")
        """,
        [
            "app/handler.py:7 s3 ListBuckets",
            "app/handler.py:11 s3 DeleteObject [b]",
            "app/handler.py:13 s3 PutObject [b]",
        ],
    ),
}


@pytest.mark.parametrize(("source", "expected"), FOUND.values(), ids=FOUND)
def test_a_client_is_followed_to_its_call(source: str, expected: list[str]) -> None:
    assert calls(source) == expected


def test_a_loop_that_makes_its_own_arguments_comes_to_an_end() -> None:
    source = """
        import boto3
        class Place:
            def __init__(self, key, client):
                self.key, self.client = key, client
        def read(place):
            found = place.client.query(TableName=place.key)
            return Place(found, place.client) if found else None
        def handler(event, context):
            place = Place("orders", boto3.client("dynamodb"))
            while place:
                place = read(place)
        """

    # The table is not known: of the second object, nobody can tell the key.
    assert calls(source) == ["app/handler.py:7 dynamodb Query"]
