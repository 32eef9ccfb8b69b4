"""How handlers make clients and call them, and where each call is found."""

import pytest

from tests.support.analysed import analysed, calls

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
