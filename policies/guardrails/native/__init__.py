"""Resources of the provider ``aws-native`` in the shape of the classic one, ``aws``.

Both declare the same things of AWS: the one in the words of CloudFormation, the other in its own.
The rules know the classic words only; the tables here say what of each native type is where in
them. What a table does not say stays unjudged.
"""

from guardrails.native.model import NativeType
from guardrails.native.translation import translated
from guardrails.native.types import NATIVE

__all__ = ["NATIVE", "NativeType", "translated"]
