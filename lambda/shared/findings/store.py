"""The table of findings: single items and whole partitions, never a scan."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from botocore.exceptions import ClientError

from findings.model import Finding

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef, QueryInputTypeDef

_KEY = ("account", "finding")
_OPTIONAL = ("acknowledged_by", "acknowledged_note", "expires_at")

_serializer = TypeSerializer()
_deserializer = TypeDeserializer()


def serialized(values: Mapping[str, object]) -> "dict[str, AttributeValueTypeDef]":
    """Return ``values`` as DynamoDB writes them on the wire."""
    return {name: _serializer.serialize(value) for name, value in values.items()}


def deserialized(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return an item of the wire as plain values; numbers are ``Decimal``."""
    return {name: _deserializer.deserialize(value) for name, value in item.items()}


class FindingStore:
    """Reads and conditional writes. Every write names the version that it replaces."""

    def __init__(self, client: "DynamoDBClient", table_name: str) -> None:
        self.client = client
        self.table_name = table_name

    def get(self, account: str, finding: str) -> Finding | None:
        """Return a finding as it is now, or ``None``."""
        answer = self.client.get_item(
            TableName=self.table_name,
            Key=serialized({"account": account, "finding": finding}),
            ConsistentRead=True,
        )
        item = answer.get("Item")
        return Finding.from_item(deserialized(item)) if item else None

    def in_account(self, account: str) -> dict[str, Finding]:
        """Return every finding of an account as it is now, by id."""
        pages = self.client.get_paginator("query").paginate(
            TableName=self.table_name,
            ConsistentRead=True,
            KeyConditionExpression="#account = :account",
            ExpressionAttributeNames={"#account": "account"},
            ExpressionAttributeValues=serialized({":account": account}),
        )
        found = (Finding.from_item(deserialized(item)) for page in pages for item in page["Items"])
        return {finding.finding: finding for finding in found}

    def page(  # noqa: PLR0913 -- DynamoDB's query has this many parameters, each by name
        self,
        partition: tuple[str, str],
        *,
        conditions: Mapping[str, str],
        limit: int,
        after: Mapping[str, str] | None,
        index: str | None,
        newest_first: bool,
    ) -> tuple[list[Finding], dict[str, str] | None]:
        """Read once from a partition of the table or of an index.

        Args:
            partition: The key's name and value.
            conditions: What further attributes have to equal.
            limit: How many items are looked at, before the conditions.
            after: The key after which to begin.
            index: The index to read.
            newest_first: Against the order of the sort key.

        Returns:
            The findings, and the key after which there may be more.
        """
        names = (partition[0], *conditions)
        query: QueryInputTypeDef = {
            "TableName": self.table_name,
            "KeyConditionExpression": f"#{partition[0]} = :{partition[0]}",
            "ExpressionAttributeNames": {f"#{name}": name for name in names},
            "ExpressionAttributeValues": serialized(
                {f":{name}": value for name, value in (partition, *conditions.items())}
            ),
            "Limit": limit,
            "ScanIndexForward": not newest_first,
        }
        if conditions:
            query["FilterExpression"] = " AND ".join(f"#{name} = :{name}" for name in conditions)
        if after:
            query["ExclusiveStartKey"] = serialized(after)
        if index:
            query["IndexName"] = index
        answer = self.client.query(**query)
        last_key = answer.get("LastEvaluatedKey")
        found = [Finding.from_item(deserialized(item)) for item in answer["Items"]]
        return found, deserialized(last_key) if last_key else None

    def create(self, finding: Finding) -> bool:
        """Write a new finding. ``False``: there is one with its key, and it stays as it is."""
        try:
            self.client.put_item(
                TableName=self.table_name,
                Item=serialized(finding.attributes()),
                ConditionExpression="attribute_not_exists(#finding)",
                ExpressionAttributeNames={"#finding": "finding"},
            )
        except ClientError as error:
            return _refused(error)
        return True

    def update(self, finding: Finding, expected_version: int) -> bool:
        """Write a finding over its ``expected_version``. ``False``: it is no longer that."""
        values = {name: value for name, value in finding.attributes().items() if name not in _KEY}
        removed = [name for name in _OPTIONAL if name not in values]
        expression = "SET " + ", ".join(f"#{name} = :{name}" for name in values)
        if removed:
            expression += " REMOVE " + ", ".join(f"#{name}" for name in removed)
        try:
            self.client.update_item(
                TableName=self.table_name,
                Key=serialized({"account": finding.account, "finding": finding.finding}),
                UpdateExpression=expression,
                ConditionExpression="#version = :expected_version",
                ExpressionAttributeNames={f"#{name}": name for name in (*values, *removed)},
                ExpressionAttributeValues=serialized(
                    {f":{name}": value for name, value in values.items()}
                    | {":expected_version": expected_version}
                ),
            )
        except ClientError as error:
            return _refused(error)
        return True


def _refused(error: ClientError) -> bool:
    if error.response.get("Error", {}).get("Code") == "ConditionalCheckFailedException":
        return False
    raise error
