"""DynamoDB tables in plans of AWS Backup."""

from collections.abc import Iterator

from guardrails.graph import Graph
from guardrails.model import Fail, Level, Result, Scope, Severity, Undetermined, rule
from guardrails.resource_types import TABLE
from guardrails.settings import flag
from guardrails.subjects.backup_selections import SELECTION, selected


@rule(
    "ddb-backup-plan",
    "Tables are in a backup plan",
    category="resilience",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    scope=Scope.STACK,
    applies_to=[TABLE],
    why="Point-in-time recovery reaches back 35 days and goes with its account; a backup in a "
    "vault stays.",
    remediation="Add the table's ARN, or one of its tags, to an aws.backup.Selection.",
    snippet="aws.backup.Selection(..., resources=[table.arn])",
    equivalents=["FSBP:DynamoDB.4", "cdk-nag:DynamoDBInBackupPlan"],
    settings={
        "without_selection": flag(
            default=False,
            description="Whether tables fail in a program without any backup selection, too.",
        )
    },
)
def in_backup_plan(graph: Graph, without_selection: bool) -> Iterator[Result]:  # noqa: FBT001 -- a setting, by keyword
    """A program without a selection leaves its backups to another one, as far as can be seen."""
    if not (graph.of(SELECTION) or without_selection):
        return
    for table in graph.of(TABLE):
        answer = selected(graph, table, "dynamodb", f"table/{table['name'].text}")
        if isinstance(answer, Undetermined):
            yield answer
        elif not answer:
            yield Fail(
                "No selection of a backup plan takes this table.",
                "tags",
                "aws.backup.Selection(..., resources=[table.arn])",
                table.urn,
            )


RULES = (in_backup_plan,)
