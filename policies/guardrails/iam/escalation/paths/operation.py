"""Ways to more rights by passing a role to what watches, tries out and mends."""

from typing import Final

from guardrails.iam.escalation.paths.forms import passing

_LAMBDA: Final = "lambda.amazonaws.com"
_SYNTHETICS: Final = "synthetics.amazonaws.com"

PATHS: Final = (
    passing(
        "config-remediation",
        "ssm.amazonaws.com",
        ("config:PutRemediationConfigurations",),
        "call any API of AWS as the role by a runbook that mends what a rule finds",
        ("hacktricks:config-privesc",),
    ),
    passing(
        "fis-create-template",
        "fis.amazonaws.com",
        ("fis:CreateExperimentTemplate", "fis:StartExperiment"),
        "run commands and runbooks as the role in an experiment",
        ("hacktricks:fis-privesc", "aws:fis:CreateExperimentTemplate"),
    ),
    # The canary's function is made with the caller's own rights, so these are needed as well.
    passing(
        "synthetics-create-canary",
        _SYNTHETICS,
        (
            "synthetics:CreateCanary",
            "synthetics:StartCanary",
            "lambda:CreateFunction",
            "lambda:AddPermission",
        ),
        "run a script as the role in a new canary",
        ("aws:synthetics:CreateCanary",),
        taken_by=_LAMBDA,
    ),
    passing(
        "synthetics-dry-run",
        _SYNTHETICS,
        (
            "synthetics:StartCanaryDryRun",
            "lambda:PublishLayerVersion",
            "lambda:UpdateFunctionConfiguration",
            "lambda:PublishVersion",
            "lambda:AddPermission",
        ),
        "run a script of their own as the role in a trial of an existing canary",
        ("hacktricks:synthetics-privesc",),
        taken_by=_LAMBDA,
    ),
)
