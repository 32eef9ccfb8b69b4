"""A customer-managed KMS key."""

import pulumi
from pulumi_aws import kms

from components.core.component import BulwarkComponent
from components.key.args import EncryptionKey, KeyArgs
from components.key.spec import KeySpec, key_policy

_ALIAS_LENGTH = 250  # 256 with the prefix: https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html


class Key(BulwarkComponent):
    """A symmetric key with rotation, an alias and an explicit key policy.

    Children: ``aws.kms.Key`` (protected) and ``aws.kms.Alias``.

    Example:
        >>> key = Key("data", {"description": "Findings and their logs"})
        >>> Table("findings", {..., "encryption_key": key.reference})
    """

    arn: pulumi.Output[str]
    """The key's ARN; known once the alias exists too, as access is granted by the alias."""

    alias: pulumi.Output[str]
    """The key's alias, such as ``alias/bulwark-dev-data``."""

    def __init__(
        self, name: str, args: KeyArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts, args)
        spec = KeySpec.parse(name, args)
        self._alias = f"alias/{self._deployment.name(name, _ALIAS_LENGTH)}"

        key = kms.Key(
            name,
            description=spec.description,
            policy=key_policy(self._deployment, spec),
            enable_key_rotation=True,
            rotation_period_in_days=spec.rotation_days,
            deletion_window_in_days=spec.deletion_window_days,
            opts=self._child(protect=True),
        )
        alias = kms.Alias(
            name,
            name=self._alias,
            target_key_id=key.key_id,
            opts=self._child(delete_before_replace=True),
        )
        self.arn = pulumi.Output.all(key.arn, alias.id).apply(lambda both: both[0])
        self.alias = alias.name
        self.register_outputs({"arn": self.arn, "alias": self.alias})

    @property
    def reference(self) -> EncryptionKey:
        """The key as other components take it."""
        return EncryptionKey(arn=self.arn, alias=self._alias)
