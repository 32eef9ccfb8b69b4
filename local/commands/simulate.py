"""``bulwark simulate``: what AWS would answer, offline and before anything exists."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from local.commands.sources import add_source_arguments, given_graph
from local.errors import InputError

if TYPE_CHECKING:
    from local.simulate.asked import Subject
    from local.simulate.documents import Documents


def add_parser(subparsers: Any) -> None:  # noqa: ANN401 -- argparse has no public type for it
    """Add the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "simulate",
        help="what AWS would answer a principal, and why",
        description=(
            "What AWS would answer: for a role or a user of a stack, or for the policies of files. "
            "Keys of the context that are not given may have any value. Exits with 1 unless all is "
            "allowed."
        ),
    )
    add_source_arguments(parser)
    parser.add_argument(
        "--principal",
        metavar="NAME",
        help="a role, a user or a function of the stack; with --policy an ARN (default: anyone)",
    )
    _add_request(parser)
    _add_policies(parser)
    parser.add_argument("--json", action="store_true", help="report for programs")
    parser.set_defaults(execute=execute)


def _add_request(parser: argparse.ArgumentParser) -> None:
    request = parser.add_argument_group("the request")
    request.add_argument(
        "--action",
        action="append",
        required=True,
        metavar="ACTION",
        help="such as dynamodb:PutItem; may be given more than once, as those below",
    )
    request.add_argument(
        "--resource",
        action="append",
        default=[],
        metavar="ARN",
        help="with or without wildcards (default: what the principal's policies name for it)",
    )
    request.add_argument(
        "--context",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="what the request brings, such as aws:SourceIp=192.0.2.1; KEY= for an absent key",
    )
    request.add_argument(
        "--complete", action="store_true", help="keys that are not given are absent"
    )
    request.add_argument(
        "--resource-account", metavar="ID", help="whose the resources are (default: as their ARNs)"
    )


def _add_policies(parser: argparse.ArgumentParser) -> None:
    policies = parser.add_argument_group("policies from files")
    for option, what in (
        ("--policy", "identity policies, instead of a stack's principal; repeatable"),
        ("--scp", "a further level of service control policies; repeatable"),
        ("--rcp", "a level of resource control policies; repeatable"),
    ):
        policies.add_argument(option, action="append", default=[], metavar="FILE", help=what)
    for option, what in (
        ("--boundary", "the permissions boundary"),
        ("--session-policy", "what the session was narrowed to"),
        ("--resource-policy", "the policy of the resource; a role's trust for sts:AssumeRole"),
    ):
        policies.add_argument(option, metavar="FILE", help=what)


def execute(args: argparse.Namespace) -> int:
    """Ask, report, and return the exit code: 0 when everything is allowed for sure, else 1."""
    # First of all, for it puts the pack on the path.
    from local.simulate import report, words  # noqa: PLC0415 -- kept out of --help
    from local.simulate.asked import Question, ask  # noqa: PLC0415

    question = Question(
        tuple(map(words.action, args.action)),
        tuple(map(words.resource, args.resource)),
        words.context(args.context),
        words.account(args.resource_account),
        args.complete,
    )
    subject = _subject(args)
    asked = tuple(ask(subject, question))
    notes = (*subject.notes, *words.notes(question.actions, question.resources))
    if args.json:
        sys.stdout.write(report.data(subject.name, subject.arn, asked, notes) + "\n")
    else:
        from local.report.console import out  # noqa: PLC0415 -- kept out of --json

        report.text(out(), subject.name, asked, notes)
    return int(not all(one.decision.allowed for one in asked))


def _subject(args: argparse.Namespace) -> "Subject":
    """Who asks, with the policies of files added."""
    from dataclasses import replace  # noqa: PLC0415 -- kept out of --help

    from guardrails.iam.model import DocumentKind  # noqa: PLC0415
    from local.simulate.documents import Documents  # noqa: PLC0415

    read = Documents()
    levels = tuple(map(read.level, args.scp))
    rcps = tuple(read.policies(path, DocumentKind.RCP) for path in args.rcp)
    single = {
        name: read.single(path, kind)
        for name, path, kind in (
            ("boundary", args.boundary, DocumentKind.IDENTITY),
            ("session", args.session_policy, DocumentKind.IDENTITY),
            ("resource", args.resource_policy, _kind_of_resource(args.action)),
        )
        if path
    }
    # After the files, which are read in no time.
    subject = _of_files(args, read) if args.policy else _of_graph(args)
    given = subject.policies
    policies = replace(given, scps=(*given.scps, *levels), rcps=rcps, **single)
    return replace(subject, policies=policies, notes=(*subject.notes, *read.notes))


def _kind_of_resource(actions: list[str]) -> Any:  # noqa: ANN401 -- imported below
    from guardrails.iam.model import DocumentKind  # noqa: PLC0415 -- kept out of --help

    trusted = all(action.lower().startswith("sts:") for action in actions)
    return DocumentKind.TRUST if trusted else DocumentKind.RESOURCE


def _of_files(args: argparse.Namespace, read: "Documents") -> "Subject":
    from guardrails.iam.evaluation import Policies  # noqa: PLC0415 -- kept out of --help
    from guardrails.iam.model import DocumentKind  # noqa: PLC0415
    from local.simulate.asked import Subject  # noqa: PLC0415

    if args.stack or args.file:
        raise InputError("--policy: a principal of a stack has its own policies. Leave out one.")
    if args.principal and not args.principal.startswith("arn:"):
        raise InputError(f"--principal: got {args.principal!r}; with --policy, give an ARN.")
    identity = tuple(
        policy for path in args.policy for policy in read.policies(path, DocumentKind.IDENTITY)
    )
    name = args.principal or ", ".join(args.policy)
    return Subject(name, args.principal or "", None, Policies(identity))


def _of_graph(args: argparse.Namespace) -> "Subject":
    from local.simulate.asked import of_stack  # noqa: PLC0415 -- kept out of --help

    if not args.principal:
        raise InputError("--principal: name a role, a user or a function; or give --policy FILE.")
    name, graph = given_graph(args)
    return of_stack(graph, args.principal, "" if args.file else f"{_project(args)}-{name}-")


def _project(args: argparse.Namespace) -> str:
    from local.engine.project import find_project  # noqa: PLC0415 -- kept out of --help

    return find_project(Path(args.cwd)).name
