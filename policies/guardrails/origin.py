"""What a resource was before it was put into the shape of the classic AWS provider."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from guardrails.model import Fail, Result

_ENDS = re.compile(r"(?=[.\[])")
_OPTION = "options."
_STATEMENT = ".Statement"
_PART = re.compile(r"/aws:[\w/]+:\w+#\d+$")


@dataclass(frozen=True, slots=True)
class Origin:
    """The declaration that a resource was translated from.

    Attributes:
        urn: Its URN: several resources may be translated from one.
        type: Its type.
        words: The class whose words the rules speak, such as ``aws.dynamodb.Table``.
        places: Where a property really is, by the path that the rules know.
        otherwise: Where a property is that ``places`` does not have; empty where rules say.
        left_out: The ids of the rules that are not for it.
    """

    urn: str
    type: str
    words: str
    places: Mapping[str, str]
    otherwise: str = ""
    left_out: Collection[str] = ()

    def told(self, result: Result) -> Result:
        """A result in the words of the declaration; the fix says whose words it has."""
        told = replace(result, path=self.place(result.path), urn=self.urn)
        # Pulumi's own options, and AWS's policy documents, are the same for every provider.
        is_said_alike = told.path.startswith(_OPTION) or _STATEMENT in told.path
        if isinstance(told, Fail) and not is_said_alike:
            return replace(told, fix=f"{told.fix} (in {self.words}'s words)")
        return told

    def place(self, path: str) -> str:
        """The path in the declaration of what the rules know as ``path``."""
        ends = [match.start() for match in _ENDS.finditer(path)]
        for end in (len(path), *reversed(ends)):
            if path[:end] in self.places:
                return self.places[path[:end]] + path[end:]
        return self.otherwise or path


def part_urn(urn: str, type_: str, number: int) -> str:
    """How one of several resources that were translated from one declaration is told apart."""
    return f"{urn}/{type_}#{number}"


def declared_urn(urn: str) -> str:
    """The URN of the declaration, of what may be a part of it."""
    return _PART.sub("", urn)
