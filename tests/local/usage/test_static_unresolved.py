"""What the source does not tell is listed with its place, and never dropped."""

from pathlib import Path

import pulumi
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from local.usage.package import Project, package
from local.usage.static import analyse
from tests.support.analysed import HANDLER, analysed, shown, unresolved

UNRESOLVED = {
    "a service that is not known": (
        """
        import boto3
        def handler(event, context):
            client = boto3.client(event["service"])
            client.list_buckets()
        """,
        [
            "app/handler.py:4 of which service the client is that is made here is not known",
            "app/handler.py:5 list_buckets is called of a client whose service is not known",
        ],
    ),
    "a service that boto3 does not have": (
        """
        import boto3
        def handler(event, context):
            boto3.client("dynamo").get_item()
        """,
        ["app/handler.py:4 boto3 has no service 'dynamo'"],
    ),
    "an operation that the service does not have": (
        """
        import boto3
        def handler(event, context):
            boto3.client("dynamodb").get_itme()
        """,
        ["app/handler.py:4 no operation of dynamodb is called get_itme"],
    ),
    "an operation that is chosen at run time": (
        """
        import boto3
        def handler(event, context):
            getattr(boto3.client("sns"), event["operation"])()
        """,
        ["app/handler.py:4 which operation of sns is called is not known"],
    ),
    "a paginator of something": (
        """
        import boto3
        def handler(event, context):
            boto3.client("sns").get_paginator(event["what"]).paginate()
            boto3.client("sns").get_paginator("list_topcis")
        """,
        [
            "app/handler.py:4 what get_paginator of sns is given is not known",
            "app/handler.py:5 sns has no list_topcis for get_paginator",
        ],
    ),
    "an object that nothing is known of, with a method of a client that there is": (
        """
        import boto3
        boto3.client("dynamodb")
        def handler(event, context):
            event.table.put_item()
            event.table.something()
        """,
        ["app/handler.py:5 of what put_item is called is not known"],
    ),
    "credentials that may be given": (
        """
        import boto3
        def handler(event, context):
            boto3.client("iam", **event["options"]).list_users()
        """,
        ["app/handler.py:4 whose credentials the client of iam has is not known"],
    ),
    "a client in the hands of somebody else": (
        """
        import boto3
        from boto3.s3.transfer import S3Transfer
        def handler(event, context):
            S3Transfer(boto3.client("s3")).upload_file("a", "b", "c")
        """,
        ["app/handler.py:5 a client of s3 is handed to boto3.s3.transfer.S3Transfer"],
    ),
    "code that is made at run time": (
        """
        import importlib
        def handler(event, context):
            exec(event["code"])
            importlib.import_module(event["module"]).run()
        """,
        [
            "app/handler.py:4 what exec does is not known before it runs",
            "app/handler.py:5 which module is imported here is not known",
        ],
    ),
    "a request that is signed by hand": (
        """
        from botocore.auth import SigV4Auth
        def handler(event, context):
            SigV4Auth(event["keys"], "execute-api", "eu-west-1").add_auth(event)
        """,
        ["app/handler.py:4 a request that is signed by hand may be any call"],
    ),
    "a module that is not shipped": (
        """
        import elsewhere
        def handler(event, context):
            elsewhere.run()
        """,
        ["app/handler.py:2 the package does not bring elsewhere: what it calls is not known"],
    ),
    "a handler that is not there": (
        "def run(event, context): pass",
        ["app/handler.py:1 the handler handler is not defined in app.handler"],
    ),
}


@pytest.mark.parametrize(("source", "expected"), UNRESOLVED.values(), ids=UNRESOLVED)
def test_what_is_not_known_is_listed(source: str, expected: list[str]) -> None:
    assert unresolved(source) == expected


def test_a_handler_whose_module_is_not_there_is_listed() -> None:
    found = analysed("", handler="app.other.handler")

    assert [one.text for one in found.unresolved] == [
        "the handler's module app.other is not in the package"
    ]


def test_a_module_that_cannot_be_read_is_listed() -> None:
    source = """
        from app import broken
        def handler(event, context):
            broken.run()
        """

    assert unresolved(source, {"app/broken.py": "import boto3\ndef run(: pass"}) == [
        "app/broken.py:1 the module app.broken is no Python that can be read"
    ]


def test_a_handler_that_cannot_be_read_is_listed() -> None:
    assert unresolved("def handler(: pass") == [
        "app/handler.py:1 the module app.handler is no Python that can be read"
    ]


def test_a_library_of_others_that_calls_aws_is_listed_where_it_is_imported() -> None:
    others = {
        "wrapper/__init__.py": "import boto3",
        "wrapper-1.0.dist-info/METADATA": "Name: wrapper",
        "plain/__init__.py": "import json",
    }
    source = """
        import plain
        from wrapper import thing
        def handler(event, context):
            thing()
        """

    assert unresolved(source, others) == [
        "app/handler.py:3 the library wrapper calls AWS itself, what is not known"
    ]


def test_types_alone_are_no_reason_to_list_a_module() -> None:
    source = """
        from typing import TYPE_CHECKING
        if TYPE_CHECKING:
            from elsewhere import Thing
        def handler(event, context): return None
        """

    assert unresolved(source) == []


HOSTILE = {
    "calls itself": "def handler(event, context): return handler([event], {'a': context})",
    "grows its arguments": """
        import boto3
        def grow(value): return grow([value, boto3.client("s3")])
        def handler(event, context): grow(event)
        """,
    "grows an object": """
        import boto3
        class Node:
            def __init__(self, next): self.next = next
        def grow(node): return grow(Node(node))
        def handler(event, context): grow(boto3.client("s3"))
        """,
    "a class of itself": """
        class A(A): pass
        def handler(event, context): A().x()
        """,
    "classes behind each other": """
        class A: pass
        class B(A): pass
        class A(B): pass
        def handler(event, context): super(A, A()).x()
        """,
    "imports in a circle": """
        from app.handler import handler as other
        def handler(event, context): other(event, context)
        """,
    "an import above the top": """
        from .... import x
        def handler(event, context): x()
        """,
    "deep": f"def handler(event, context): return {'(' * 90}1{')' * 90}",
    "long": "import boto3\ndef handler(event, context):\n" + "    x = boto3.client('s3')\n" * 2000,
    "a chain of functions": "\n".join(
        f"def f{number}(x): return f{number + 1}(x)" for number in range(200)
    )
    + "\ndef handler(event, context): f0(event)",
}


def test_a_call_at_the_end_of_a_long_chain_is_found() -> None:
    chain = "".join(f"def f{at}(x): return f{at + 1}(x)\n" for at in range(200))
    source = f"""import boto3
{chain}def f200(x): return x.list_buckets()
def handler(event, context): f0(boto3.client("s3"))
"""
    found = analysed(source)

    assert [shown(call) for call in found.calls] == ["app/handler.py:202 s3 ListBuckets"]
    assert found.unresolved == ()


@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE)
def test_hostile_code_ends_with_an_answer(source: str) -> None:
    analysed(source)


WORDS = "( ) [ ] { } : . , = * @ 'a' 1 a b def class import from for in if return yield lambda"
PIECES = st.sampled_from([*WORDS.split(), "boto3", ".client", "\n", "\n    ", "handler"])
SOURCES = st.binary(max_size=60) | st.lists(PIECES, max_size=40).map(
    lambda pieces: " ".join(pieces).encode()
)


@settings(max_examples=60, deadline=2000)
@given(SOURCES)
def test_no_text_at_all_makes_it_fail(source: bytes) -> None:
    text = source.decode("latin-1")
    code = pulumi.AssetArchive({"app/handler.py": pulumi.StringAsset(text or "#")})

    analyse(package(code, Project(Path("/nowhere")), HANDLER), HANDLER, {})
