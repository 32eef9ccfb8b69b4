"""What a table has to be, checked before anything is registered."""

import re
from dataclasses import dataclass
from typing import Self

from components.core import limits
from components.core.checks import known_keys, matching, one_of, whole_number
from components.core.errors import LimitError, SpecError
from components.table.args import IndexArgs, KeyAttribute, TableArgs

ATTRIBUTE_TYPES = frozenset({"S", "N", "B"})
STREAM_VIEWS = frozenset({"KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES"})

_INDEX_NAME = re.compile(r"[A-Za-z0-9_.-]{3,255}")


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute of a key and its type."""

    name: str
    type: str

    @classmethod
    def parse(cls, where: str, args: KeyAttribute) -> Self:
        """Validate ``args``.

        Raises:
            SpecError: A type other than ``S``, ``N`` and ``B``, or an empty name.
        """
        known_keys(where, args, KeyAttribute.__annotations__)
        if not args["name"]:
            raise SpecError(f"{where}.name", args["name"], "the name of an attribute")
        return cls(args["name"], one_of(f"{where}.type", args.get("type", "S"), ATTRIBUTE_TYPES))


@dataclass(frozen=True, slots=True)
class Index:
    """A global secondary index."""

    name: str
    partition_key: Attribute
    sort_key: Attribute | None
    projected_attributes: tuple[str, ...] | None
    """``None`` projects every attribute."""

    @classmethod
    def parse(cls, where: str, name: str, args: IndexArgs) -> Self:
        """Validate ``args``.

        Raises:
            SpecError: A name or a key that DynamoDB does not take.
        """
        known_keys(where, args, IndexArgs.__annotations__)
        matching(where, name, _INDEX_NAME, "3 to 255 letters, digits, _ . and -")
        projected = args.get("projected_attributes")
        return cls(
            name=name,
            partition_key=Attribute.parse(f"{where}.partition_key", args["partition_key"]),
            sort_key=(
                Attribute.parse(f"{where}.sort_key", args["sort_key"])
                if "sort_key" in args
                else None
            ),
            projected_attributes=tuple(projected) if projected is not None else None,
        )


@dataclass(frozen=True, slots=True)
class TableSpec:
    """The validated arguments of ``Table``."""

    partition_key: Attribute
    sort_key: Attribute | None
    indexes: tuple[Index, ...]
    ttl_attribute: str | None
    stream: str | None
    recovery_days: int

    @classmethod
    def parse(cls, name: str, args: TableArgs) -> Self:
        """Validate ``args``.

        Raises:
            SpecError: An unknown argument, type or stream view, or one attribute with two types.
            LimitError: More than 20 indexes, more than 100 attributes projected into them, or a
                recovery window outside of 1 to 35 days.
        """
        where = f"Table {name!r}"
        known_keys(where, args, TableArgs.__annotations__)
        indexes = args.get("indexes", {})
        if len(indexes) > limits.DYNAMODB_GLOBAL_INDEXES:
            allowed = f"at most {limits.DYNAMODB_GLOBAL_INDEXES} global secondary indexes"
            raise LimitError(f"{where}.indexes", len(indexes), allowed)
        spec = cls(
            partition_key=Attribute.parse(f"{where}.partition_key", args["partition_key"]),
            sort_key=(
                Attribute.parse(f"{where}.sort_key", args["sort_key"])
                if "sort_key" in args
                else None
            ),
            indexes=tuple(
                Index.parse(f"{where}.indexes.{index}", index, indexes[index])
                for index in sorted(indexes)
            ),
            ttl_attribute=args.get("ttl_attribute"),
            stream=(
                one_of(f"{where}.stream", args["stream"], STREAM_VIEWS)
                if "stream" in args
                else None
            ),
            recovery_days=whole_number(
                f"{where}.recovery_days",
                args.get("recovery_days", limits.DYNAMODB_PITR_DAYS[-1]),
                limits.DYNAMODB_PITR_DAYS,
                "days",
            ),
        )
        spec.attributes(where)
        projected = sum(len(index.projected_attributes or ()) for index in spec.indexes)
        if projected > limits.DYNAMODB_PROJECTED_ATTRIBUTES:
            allowed = f"at most {limits.DYNAMODB_PROJECTED_ATTRIBUTES} projected attributes"
            mend = "Leave `projected_attributes` out of an index to project every attribute."
            raise LimitError(f"{where}.indexes", projected, allowed, mend)
        return spec

    def attributes(self, where: str = "Table") -> tuple[Attribute, ...]:
        """The attributes of every key, each once, by name.

        Raises:
            SpecError: One attribute is given two types.
        """
        types: dict[str, str] = {}
        keyed = (self, *self.indexes)
        for attribute in (key for one in keyed for key in (one.partition_key, one.sort_key)):
            if attribute is None:
                continue
            known = types.setdefault(attribute.name, attribute.type)
            if known != attribute.type:
                place = f"{where}: the type of {attribute.name!r}"
                raise SpecError(place, attribute.type, f"{known!r}, as in its other key")
        return tuple(Attribute(name, types[name]) for name in sorted(types))
