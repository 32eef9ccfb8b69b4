"""How handlers make clients and call them, and where each call is found."""

import pytest

from tests.support.analysed import analysed, calls, shown

FOUND = {
    "a client of its own": (
        """
        import boto3
        def handler(event, context):
            return boto3.client("dynamodb").get_item(TableName="orders", Key={})
        """,
        ["app/handler.py:4 dynamodb GetItem [orders]"],
    ),
    "a client of the module": (
        """
        import boto3
        sqs = boto3.client("sqs")
        def handler(event, context):
            sqs.send_message_batch(QueueUrl="https://sqs.eu-central-1.amazonaws.com/1/jobs")
        """,
        ["app/handler.py:5 sqs SendMessageBatch [jobs]"],
    ),
    "a name of its own for boto3": (
        """
        from boto3 import client as make
        def handler(event, context):
            make(service_name="sns").publish(TopicArn="arn:aws:sns:eu:1:news")
        """,
        ["app/handler.py:4 sns Publish [news]"],
    ),
    "a session": (
        """
        import boto3.session
        session = boto3.session.Session(region_name="eu-west-1")
        def handler(event, context):
            session.client("s3").list_objects_v2(Bucket="b")
        """,
        ["app/handler.py:5 s3 ListObjectsV2 [b]"],
    ),
    "a session of botocore": (
        """
        from botocore.session import get_session
        def handler(event, context):
            get_session().create_client("kms").decrypt(CiphertextBlob=b"")
        """,
        ["app/handler.py:4 kms Decrypt"],
    ),
    "a cached factory that serves many": (
        """
        from functools import cache
        import boto3
        @cache
        def client(service):
            return boto3.client(service)
        def handler(event, context):
            client("ssm").get_parameter(Name="/a/b")
            client("sqs").list_queues()
        """,
        ["app/handler.py:8 ssm GetParameter [/a/b]", "app/handler.py:9 sqs ListQueues"],
    ),
    "the same method of two services is each one's own": (
        """
        import boto3
        def make(service):
            return boto3.client(service)
        kms, sns = make("kms"), make("sns")
        def handler(event, context):
            kms.tag_resource(KeyId="k", Tags=[])
        """,
        ["app/handler.py:7 kms TagResource [k]"],
    ),
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
    "a paginator and a waiter": (
        """
        import boto3
        ddb = boto3.client("dynamodb")
        def handler(event, context):
            for page in ddb.get_paginator("scan").paginate(TableName="t"):
                print(page)
            ddb.get_waiter("table_exists").wait(TableName="t")
        """,
        ["app/handler.py:5 dynamodb Scan [t]", "app/handler.py:7 dynamodb DescribeTable [t]"],
    ),
    "a table of a resource": (
        """
        import boto3
        table = boto3.resource("dynamodb").Table("orders")
        def handler(event, context):
            table.put_item(Item={})
            with table.batch_writer() as batch:
                batch.put_item(Item={})
            print(table.name, table.item_count)
        """,
        [
            "app/handler.py:5 dynamodb PutItem [orders]",
            "app/handler.py:6 dynamodb BatchWriteItem [orders]",
            "app/handler.py:8 dynamodb DescribeTable [orders]",
        ],
    ),
    "a collection of a resource": (
        """
        import boto3
        bucket = boto3.resource("s3").Bucket("b")
        def handler(event, context):
            for one in bucket.objects.filter(Prefix="x"):
                one.delete()
            bucket.objects.all().delete()
            bucket.Object("k").get()
            bucket.upload_file("a", "b")
        """,
        [
            "app/handler.py:5 s3 ListObjects [b]",
            "app/handler.py:6 s3 DeleteObject [b]",
            "app/handler.py:7 s3 DeleteObjects [b]",
            "app/handler.py:7 s3 ListObjects [b]",
            "app/handler.py:8 s3 GetObject [b]",
            "app/handler.py:9 s3 PutObject [b]",
        ],
    ),
    "what a client transfers, signs for others, and a resource's own client": (
        """
        import boto3
        s3 = boto3.client("s3")
        def handler(event, context):
            s3.download_file("b", "k", "/tmp/k")
            s3.generate_presigned_url("put_object", Params={})
            s3.generate_presigned_post("b", "k")
            boto3.resource("s3").meta.client.copy_object(Bucket="b")
        """,
        [
            "app/handler.py:5 s3 GetObject",
            "app/handler.py:6 s3 PutObject",
            "app/handler.py:7 s3 PutObject",
            "app/handler.py:8 s3 CopyObject [b]",
        ],
    ),
    "a method that is handed on": (
        """
        from concurrent.futures import ThreadPoolExecutor
        from functools import partial
        import boto3
        ddb = boto3.client("dynamodb")
        def handler(event, context):
            with ThreadPoolExecutor() as pool:
                pool.submit(ddb.get_item, TableName="t")
            partial(ddb.delete_item, TableName="t")()
        """,
        ["app/handler.py:8 dynamodb GetItem", "app/handler.py:9 dynamodb DeleteItem [t]"],
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
    "getattr with a name that is known": (
        """
        import boto3
        def handler(event, context):
            getattr(boto3.client("sns"), "list_" + "topics")()
        """,
        ["app/handler.py:4 sns ListTopics"],
    ),
    "arguments that are gathered first": (
        """
        import boto3
        def handler(event, context):
            query = {"TableName": "t", "Limit": 1}
            if event:
                query["IndexName"] = "i"
            boto3.client("dynamodb").query(**query)
        """,
        ["app/handler.py:7 dynamodb Query [t]"],
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
def test_a_call_is_found_where_it_is_made(source: str, expected: list[str]) -> None:
    assert calls(source) == expected


NOT_FOUND = {
    "no client at all": "def handler(event, context): return event['x'].get_item()",
    "a client that nothing is asked of": """
        import boto3
        s3 = boto3.client("s3")
        def handler(event, context):
            print(s3.meta.region_name, s3.exceptions.NoSuchKey, s3.can_paginate("x"))
            s3.close()
        """,
    "a function that nobody reaches": """
        import boto3
        def unused():
            boto3.client("s3").list_buckets()
        def handler(event, context):
            return None
        """,
    "a text and a dictionary with such methods": """
        import boto3
        boto3.client("dynamodb")
        class Own:
            def get_item(self): return 1
        def handler(event, context):
            Own().get_item()
            {"a": 1}.update(b=2)
        """,
}


@pytest.mark.parametrize("source", NOT_FOUND.values(), ids=NOT_FOUND)
def test_what_is_no_call_is_none(source: str) -> None:
    assert calls(source) == []


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


OTHERS = {
    "keys of an assumed role": """
        import boto3
        def handler(event, context):
            found = boto3.client("sts").assume_role(RoleArn="arn:aws:iam::1:role/x")["Credentials"]
            boto3.client("iam", aws_access_key_id=found["a"]).list_users()
        """,
    "a session with keys": """
        import boto3
        def handler(event, context):
            found = boto3.client("sts").assume_role(RoleArn="arn:aws:iam::1:role/x")["Credentials"]
            boto3.Session(found["a"], found["b"]).client("iam").list_users()
        """,
    "keys in a dictionary": """
        import boto3
        def handler(event, context):
            found = boto3.client("sts").assume_role(RoleArn="arn:aws:iam::1:role/x")["Credentials"]
            keys = {"aws_access_key_id": found["a"], "aws_secret_access_key": found["b"]}
            boto3.client("iam", **keys).list_users()
        """,
}


@pytest.mark.parametrize("source", OTHERS.values(), ids=OTHERS)
def test_calls_with_other_credentials_are_not_the_functions_own(source: str) -> None:
    found = analysed(source)

    assert [call.operation for call in found.calls] == ["AssumeRole"]
    assert [call.operation for call in found.others] == ["ListUsers"]
    assert found.unresolved == ()


def test_no_keys_are_the_functions_own() -> None:
    source = """
        import boto3
        def handler(event, context):
            boto3.client("iam", aws_access_key_id=None).list_users()
        """

    assert [call.operation for call in analysed(source).calls] == ["ListUsers"]


def test_a_package_is_followed_through_its_modules() -> None:
    others = {
        "app/store.py": """
            from typing import Final
            from shared import clients
            from . import names

            class Store:
                TABLE: Final = names.TABLE

                @classmethod
                def read(cls):
                    return clients.of(clients.DYNAMODB).get_item(TableName=cls.TABLE)
            """,
        "app/names.py": 'TABLE = "orders"',
        "shared/__init__.py": "",
        "shared/clients.py": """
            import boto3
            DYNAMODB = "dynamodb"
            def of(service): return boto3.client(service)
            def unused(): of("s3").list_buckets()
            """,
    }
    source = """
        from app.store import *
        def handler(event, context):
            Store.read()
        """

    assert calls(source, others) == ["app/store.py:11 dynamodb GetItem [orders]"]


def test_a_module_that_speaks_of_no_aws_is_followed_once_a_client_gets_there() -> None:
    others = {
        "app/helper.py": """
            class Reader:
                def __init__(self, source):
                    self.source = source
                def read(self):
                    return wrap(self.source.list_queues())
            def wrap(value):
                return str(value)
            """,
        "app/quiet.py": "def work(value): return value.list_topics()",
    }
    source = """
        import boto3
        from app import helper, quiet
        def handler(event, context):
            helper.Reader(boto3.client("sqs")).read()
            quiet.work(event)
        """

    assert calls(source, others) == ["app/helper.py:6 sqs ListQueues"]


def test_a_module_of_constants_is_read_when_they_decide_what_is_called() -> None:
    others = {
        "app/names.py": """
            SERVICES = ["sqs", "sns"]
            TABLE = "orders"
            OPERATION = "list_topics"
            def service(): return str("kms")
            """,
    }
    source = """
        import boto3
        from app import names
        from app.names import TABLE
        def handler(event, context):
            clients = {one: boto3.client(one) for one in names.SERVICES}
            clients["sqs"].list_queues()
            boto3.client("dynamodb").scan(TableName=TABLE)
            getattr(boto3.client("sns"), names.OPERATION)()
        """

    assert calls(source, others) == [
        "app/handler.py:7 sqs ListQueues",
        "app/handler.py:8 dynamodb Scan [orders]",
        "app/handler.py:9 sns ListTopics",
    ]


def test_a_quiet_module_wakes_up_for_callbacks_bases_and_decorators() -> None:
    others = {
        "app/quiet.py": """
            class Base:
                def run(self):
                    return self.client.list_queues()
            def twice(function):
                def inner(client):
                    client.list_topics()
                    return function(client)
                return inner
            def apply(function, *args):
                return function(*args)
            """,
    }
    source = """
        import boto3
        import app.quiet
        from app.quiet import Base
        class Work(Base):
            def __init__(self):
                self.client = boto3.client("sqs")
        @app.quiet.twice
        def work(client):
            client.publish()
        def alone(client):
            client.subscribe()
        def handler(event, context):
            Work().run()
            work(boto3.client("sns"))
            app.quiet.apply(alone, boto3.client("sns"))
        """

    assert calls(source, others) == [
        "app/handler.py:10 sns Publish",
        "app/handler.py:12 sns Subscribe",
        "app/quiet.py:4 sqs ListQueues",
        "app/quiet.py:7 sns ListTopics",
    ]


def test_the_environment_names_what_a_call_works_on() -> None:
    source = """
        import os
        import boto3
        table = boto3.resource("dynamodb").Table(os.environ["ORDERS"])
        def handler(event, context):
            table.get_item(Key={})
            boto3.client("sqs").send_message(QueueUrl=os.getenv("QUEUE", "none"))
            boto3.client("sns").publish(TopicArn=os.environ.get("TOPIC"))
        """
    environment = {"ORDERS": "orders", "QUEUE": "https://sqs.eu-central-1.amazonaws.com/1/jobs"}

    assert calls(source, environment=environment) == [
        "app/handler.py:6 dynamodb GetItem [orders]",
        "app/handler.py:7 sqs SendMessage [jobs]",
        "app/handler.py:8 sns Publish",
    ]


POWERTOOLS = {
    "the store of idempotency": (
        """
        from aws_lambda_powertools.utilities.idempotency import DynamoDBPersistenceLayer, idempotent
        store = DynamoDBPersistenceLayer(table_name="seen")
        @idempotent(persistence_store=store)
        def handler(event, context):
            return 1
        """,
        [
            f"app/handler.py:3 dynamodb {one} [seen] by Powertools' DynamoDBPersistenceLayer"
            for one in ("DeleteItem", "GetItem", "PutItem", "UpdateItem")
        ],
    ),
    "parameters and secrets": (
        """
        from aws_lambda_powertools.utilities import parameters
        def handler(event, context):
            parameters.get_parameter("/a")
            parameters.get_secret(name="key")
            parameters.SSMProvider().get_multiple("/all")
        """,
        [
            "app/handler.py:4 ssm GetParameter [/a] by Powertools' get_parameter",
            "app/handler.py:5 secretsmanager GetSecretValue [key] by Powertools' get_secret",
            "app/handler.py:6 ssm GetParametersByPath [/all] by Powertools' SSMProvider",
        ],
    ),
    "what calls nothing": (
        """
        from aws_lambda_powertools import Logger, Metrics, Tracer
        from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, batch_processor
        logger, metrics, tracer = Logger(), Metrics(), Tracer()
        @tracer.capture_lambda_handler
        @metrics.log_metrics
        def handler(event, context):
            logger.info("x")
            return BatchProcessor(event_type=EventType.SQS)
        """,
        [],
    ),
}


@pytest.mark.parametrize(("source", "expected"), POWERTOOLS.values(), ids=POWERTOOLS)
def test_powertools_calls_are_the_functions(source: str, expected: list[str]) -> None:
    assert calls(source) == expected


def test_a_client_of_other_credentials_serves_powertools_too() -> None:
    source = """
        import boto3
        from aws_lambda_powertools.utilities.idempotency import DynamoDBPersistenceLayer
        def handler(event, context):
            dynamodb = boto3.client("dynamodb", aws_access_key_id="k")
            DynamoDBPersistenceLayer("t", boto3_client=dynamodb)
        """
    found = analysed(source)

    assert found.calls == ()
    assert {shown(call) for call in found.others} == {
        f"app/handler.py:6 dynamodb {one} [t] by Powertools' DynamoDBPersistenceLayer"
        for one in ("DeleteItem", "GetItem", "PutItem", "UpdateItem")
    }
