"""Paths by services that take a role and run what the caller brings."""

from pathlib import Path

import pytest

from guardrails.iam.entity import Entity
from guardrails.iam.escalation import PATHS, by_target, privilege_escalation
from guardrails.iam.escalation.stack import Stack
from tests.policies.guardrails.iam.principals import allow, arn, document, entity, trusts

AGENTCORE = "bedrock-agentcore"
ACTIONS = {
    "agentcore-invoke-runtime": [
        f"{AGENTCORE}:CreateAgentRuntime",
        f"{AGENTCORE}:InvokeAgentRuntime",
    ],
    "agentcore-update-runtime": [f"{AGENTCORE}:UpdateAgentRuntime"],
    "config-remediation": ["config:PutRemediationConfigurations"],
    "ecs-create-express-service": ["ecs:CreateExpressGatewayService"],
    "ecs-update-express-service": ["ecs:UpdateExpressGatewayService"],
    "eks-create-nodegroup": ["eks:CreateNodegroup"],
    "eks-update-pod-identity": ["eks:UpdatePodIdentityAssociation"],
    "elasticbeanstalk-create-environment": ["elasticbeanstalk:CreateEnvironment"],
    "fis-create-template": ["fis:CreateExperimentTemplate", "fis:StartExperiment"],
    "servicecatalog-launch-constraint": [
        "servicecatalog:CreateConstraint",
        "servicecatalog:CreateProvisioningArtifact",
        "servicecatalog:ProvisionProduct",
    ],
    "synthetics-create-canary": [
        "synthetics:CreateCanary",
        "synthetics:StartCanary",
        "lambda:CreateFunction",
        "lambda:AddPermission",
    ],
    "synthetics-dry-run": [
        "synthetics:StartCanaryDryRun",
        "lambda:PublishLayerVersion",
        "lambda:UpdateFunctionConfiguration",
        "lambda:PublishVersion",
        "lambda:AddPermission",
    ],
}
BY_ID = {path.id: path for path in PATHS}
PASS, ADMIN = "iam:PassRole", allow("*")


def passed(service: str) -> dict[str, object]:
    return {"Condition": {"StringEquals": {"iam:PassedToService": service}}}


def gains(*given: Entity) -> list[str]:
    return [gain.opening.path.id for gain in by_target(0, Stack(given))]


@pytest.mark.parametrize("id_", ACTIONS)
def test_any_role_and_the_service_s_actions_are_told(id_: str) -> None:
    path = BY_ID[id_]

    (found,) = [
        one
        for one in privilege_escalation(
            document(allow(PASS, arn("*"), **passed(path.service)), allow(ACTIONS[id_]))
        )
        if "PassRole" in one.message
    ]

    assert path.yields in found.message or id_ in found.message


@pytest.mark.parametrize("id_", ACTIONS)
def test_less_than_all_of_it_is_not_told(id_: str) -> None:
    path = BY_ID[id_]
    any_role = allow(PASS, arn("*"), **passed(path.service))

    for missing in ACTIONS[id_]:
        rest = [allow(one) for one in ACTIONS[id_] if one != missing]
        found = privilege_escalation(document(any_role, *rest))
        assert not any(path.yields in one.message or id_ in one.message for one in found)
    named = allow(PASS, arn("audit"), **passed(path.service))
    found = privilege_escalation(document(named, allow(ACTIONS[id_])))
    assert not any(path.yields in one.message or id_ in one.message for one in found)


@pytest.mark.parametrize("id_", ACTIONS)
def test_a_named_role_that_the_service_takes_is_led_to(id_: str) -> None:
    path = BY_ID[id_]
    weak = entity("weak", [allow(PASS, arn("strong"), **passed(path.service)), allow(ACTIONS[id_])])

    def strong(service: str) -> Entity:
        return entity("strong", [ADMIN], trust=trusts({"Service": service}))

    assert id_ in gains(weak, strong(path.trusted))
    assert gains(weak, strong("nobody.amazonaws.com")) == []


def test_a_service_may_be_handed_a_role_that_another_takes() -> None:
    canary, nodes = BY_ID["synthetics-create-canary"], BY_ID["eks-create-nodegroup"]

    assert (canary.service, canary.trusted) == ("synthetics.amazonaws.com", "lambda.amazonaws.com")
    assert (nodes.service, nodes.trusted) == ("eks.amazonaws.com", "ec2.amazonaws.com")
    assert BY_ID["lambda-create-invoke"].trusted == "lambda.amazonaws.com"
    (found,) = privilege_escalation(document(allow(PASS, arn("*")), allow("eks:CreateNodegroup")))
    assert "pass any role that trusts ec2.amazonaws.com" in found.message
    assert found.fix.endswith("iam:PassedToService is eks.amazonaws.com.")


def test_an_experiment_that_is_there_runs_as_its_role() -> None:
    both = ["fis:UpdateExperimentTemplate", "fis:StartExperiment"]

    (found,) = privilege_escalation(document(allow(both)))

    assert found.severity == "high"
    assert BY_ID["fis-update-template"].yields in found.message
    assert privilege_escalation(document(allow(both[0]))) == []
    assert (
        privilege_escalation(document(allow(both[0], "arn:aws:fis:*:*:action/*"), allow(both[1])))
        == []
    )


def test_every_path_of_pathfinding_by_agents_is_here() -> None:
    cited = {one for path in PATHS for one in path.references}

    assert {f"pathfinding:bedrock-{number:03}" for number in range(1, 8)} <= cited


def test_what_the_changes_say_is_so() -> None:
    changes = Path(__file__).parents[4] / "CHANGELOG.md"

    assert f"{len(PATHS)} known ways to more rights" in changes.read_text()
