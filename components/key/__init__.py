"""A customer-managed KMS key."""

from components.key.args import EncryptionKey, KeyArgs
from components.key.component import Key
from components.key.grants import use_key

__all__ = ["EncryptionKey", "Key", "KeyArgs", "use_key"]
