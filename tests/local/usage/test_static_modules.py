"""Calls across the modules of a package, also of those that need not be read at first."""

from tests.support.analysed import calls


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
