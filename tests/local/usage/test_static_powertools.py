"""What Powertools for AWS Lambda calls for a function."""

import pytest

from tests.support.analysed import analysed, calls, shown

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
