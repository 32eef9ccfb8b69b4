"""A DynamoDB table."""

from collections.abc import Sequence

import pulumi
from pulumi_aws import dynamodb

from components.core import arns, limits
from components.core.component import BulwarkComponent
from components.iam import Grant, grant
from components.iam.grant import combine, environment_name
from components.key import use_key
from components.table import grants
from components.table.args import StreamReference, TableArgs
from components.table.spec import Index, TableSpec


class Table(BulwarkComponent):
    """An on-demand table with encryption, point-in-time recovery and deletion protection.

    Children: one ``aws.dynamodb.Table`` (protected).

    Example:
        >>> orders = Table("orders", {"partition_key": {"name": "id"}, "encryption_key": data})
        >>> Function("checkout", {..., "grants": [orders.get(), orders.put()]})
    """

    name: pulumi.Output[str]
    """The table's name in AWS."""

    arn: pulumi.Output[str]
    """The table's ARN."""

    stream_arn: pulumi.Output[str]
    """The ARN of the table's stream; empty without one."""

    def __init__(
        self, name: str, args: TableArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts, args)
        self._spec = spec = TableSpec.parse(name, args)
        self._logical_name = name
        self._name = self._deployment.name(name, limits.DYNAMODB_NAME_LENGTH[-1])
        self._arn = arns.table(self._deployment, self._name)
        self._key = args.get("encryption_key")

        table = dynamodb.Table(
            name,
            name=self._name,
            billing_mode="PAY_PER_REQUEST",
            attributes=[
                dynamodb.TableAttributeArgs(name=attribute.name, type=attribute.type)
                for attribute in spec.attributes()
            ],
            hash_key=spec.partition_key.name,
            range_key=spec.sort_key.name if spec.sort_key else None,
            global_secondary_indexes=[_global_index(index) for index in spec.indexes],
            ttl=(
                dynamodb.TableTtlArgs(attribute_name=spec.ttl_attribute, enabled=True)
                if spec.ttl_attribute
                else None
            ),
            stream_enabled=spec.stream is not None,
            stream_view_type=spec.stream,
            point_in_time_recovery=dynamodb.TablePointInTimeRecoveryArgs(
                enabled=True, recovery_period_in_days=spec.recovery_days
            ),
            server_side_encryption=dynamodb.TableServerSideEncryptionArgs(
                enabled=True, kms_key_arn=self._key["arn"] if self._key else None
            ),
            deletion_protection_enabled=True,
            opts=self._child(protect=True),
        )
        self.name = table.name
        self.arn = table.arn
        self.stream_arn = table.stream_arn
        self.register_outputs({"name": self.name, "arn": self.arn, "stream_arn": self.stream_arn})

    def get(self) -> Grant:
        """Read single items by their whole key."""
        return self._grant(grants.GET, [self._arn])

    def batch_get(self) -> Grant:
        """Read up to 100 items by their whole keys at once."""
        return self._grant(grants.BATCH_GET, [self._arn])

    def query(self, *, index: str | None = None) -> Grant:
        """Read one partition of the table, or of one of its indexes.

        Raises:
            ValueError: The table has no such index.
        """
        if index is None:
            return self._grant(grants.QUERY, [self._arn])
        names = [known.name for known in self._spec.indexes]
        if index not in names:
            raise ValueError(f"Table {self._logical_name!r} has no index {index!r}, only {names}")
        return self._grant(grants.QUERY, [arns.table_index(self._deployment, self._name, index)])

    def put(self) -> Grant:
        """Write whole items."""
        return self._grant(grants.PUT, [self._arn])

    def update(self) -> Grant:
        """Change single items."""
        return self._grant(grants.UPDATE, [self._arn])

    def delete(self) -> Grant:
        """Delete single items."""
        return self._grant(grants.DELETE, [self._arn])

    def read_stream(self) -> Grant:
        """Read the table's stream, as an event source does.

        Raises:
            ValueError: The table has no stream.
        """
        self._stream_view()
        streams = [arns.table_streams(self._deployment, self._name)]
        return combine(self._grant(grants.READ_STREAM, streams), grant(grants.LIST_STREAMS, ["*"]))

    @property
    def stream_reference(self) -> StreamReference:
        """The table's stream as event sources take it.

        Raises:
            ValueError: The table has no stream.
        """
        return StreamReference(table_name=self._name, arn=self.stream_arn, view=self._stream_view())

    def _stream_view(self) -> str:
        if self._spec.stream is None:
            message = f"Table {self._logical_name!r} has no stream: set its `stream`"
            raise ValueError(message)
        return self._spec.stream

    def _grant(self, actions: Sequence[str], resources: Sequence[str]) -> Grant:
        environment = {environment_name(self._logical_name, "table_name"): self._name}
        access = grant(actions, resources, environment=environment)
        if self._key is None:
            return access
        key = use_key(self._deployment, self._key["alias"], grants.KEY_USE, service="dynamodb")
        return combine(access, key)


def _global_index(index: Index) -> dynamodb.TableGlobalSecondaryIndexArgs:
    projected = index.projected_attributes
    return dynamodb.TableGlobalSecondaryIndexArgs(
        name=index.name,
        key_schemas=[
            dynamodb.TableGlobalSecondaryIndexKeySchemaArgs(
                attribute_name=attribute.name, key_type=key_type
            )
            for attribute, key_type in ((index.partition_key, "HASH"), (index.sort_key, "RANGE"))
            if attribute is not None
        ],
        projection_type="ALL" if projected is None else "INCLUDE" if projected else "KEYS_ONLY",
        non_key_attributes=projected or None,
    )
