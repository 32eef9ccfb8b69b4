"""Policy documents from files, ready to be evaluated."""

from typing import Final

from guardrails.iam.document import parse
from guardrails.iam.entity import Policy
from guardrails.iam.model import Document, DocumentKind, Statement
from local.errors import InputError
from local.lint.inputs import Entry, entries, files

_ALLOWS_ALL: Final = Statement("Allow", ("*",), (), ("*",), (), (), (), (), None, "Statement[0]")
_FULL_ACCESS: Final = Policy(
    "FullAWSAccess", Document(DocumentKind.SCP, "2012-10-17", (_ALLOWS_ALL,))
)


class Documents:
    """Reads documents.

    Attributes:
        notes: What AWS would not take, of documents that can be evaluated nevertheless.
    """

    def __init__(self) -> None:
        self.notes: list[str] = []

    def policies(self, path: str, kind: DocumentKind) -> tuple[Policy, ...]:
        """The documents of a file, or of each file of a folder.

        Raises:
            InputError: There is none, or a statement of one cannot be understood.
        """
        return tuple(
            Policy(entry.name, self._document(entry, kind), entry.file.name)
            for file in files(path)
            for entry in entries(file)
        )

    def single(self, path: str, kind: DocumentKind) -> Document:
        """The only document of a file.

        Raises:
            InputError: There is none, there are several, or it cannot be understood.
        """
        found = [policy.document for policy in self.policies(path, kind)]
        if len(found) != 1:
            raise InputError(f"{path}: holds {len(found)} documents; expected one {kind}.")
        return found[0]

    def level(self, path: str) -> tuple[Policy, ...]:
        """A level of service control policies.

        Where all of them only deny, AWS's ``FullAWSAccess`` is taken to stand beside them: it does
        wherever nobody has taken it off, and without it they would leave nothing allowed.

        Raises:
            InputError: There is none, or a statement of one cannot be understood.
        """
        found = self.policies(path, DocumentKind.SCP)
        statements = (statement for policy in found for statement in policy.document.statements)
        return found if any(one.allows for one in statements) else (_FULL_ACCESS, *found)

    def _document(self, entry: Entry, kind: DocumentKind) -> Document:
        parsed = parse(entry.raw, kind)
        kept = {one.path for one in parsed.document.statements} if parsed.document else set()
        for problem in parsed.problems:
            place = f" {problem.path}:" if problem.path else ""
            statement = problem.path.partition(".")[0]
            lost = statement.startswith("Statement") and statement not in kept
            if parsed.document is None or lost:
                message = f"{place} {problem.message} {problem.fix}"
                raise InputError(f"{entry.name}: not understood as {kind}:{message}")
            self.notes.append(f"{entry.name}:{place} {problem.message}")
        # Without a document there are problems, of which the first was raised.
        return parsed.document or Document(kind, "", ())
