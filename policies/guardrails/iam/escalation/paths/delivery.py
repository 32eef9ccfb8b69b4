"""Ways to more rights by passing a role to what builds and deploys."""

from typing import Final

from guardrails.iam.escalation.paths.forms import passing

_CLOUDFORMATION: Final = "cloudformation.amazonaws.com"
_CODEBUILD: Final = "codebuild.amazonaws.com"

PATHS: Final = (
    passing(
        "cloudformation-create-stack",
        _CLOUDFORMATION,
        ("cloudformation:CreateStack",),
        "create whatever the role may create, in a new stack",
        (
            "pathfinding:cloudformation-001",
            "rhino:20",
            "cloudsplaining:PassExistingRoleToCloudFormation",
            "pmapper:cloudformation:CreateStack",
        ),
    ),
    passing(
        "cloudformation-create-change-set",
        _CLOUDFORMATION,
        ("cloudformation:CreateChangeSet", "cloudformation:ExecuteChangeSet"),
        "create whatever the role may create, by a change set",
        ("pmapper:cloudformation:CreateChangeSet",),
    ),
    passing(
        "cloudformation-update-stack-role",
        _CLOUDFORMATION,
        ("cloudformation:UpdateStack",),
        "create whatever the role may create, in an existing stack",
        ("pmapper:cloudformation:UpdateStack",),
    ),
    passing(
        "cloudformation-create-stack-set",
        _CLOUDFORMATION,
        ("cloudformation:CreateStackSet", "cloudformation:CreateStackInstances"),
        "create whatever the role may create, in many accounts",
        (
            "pathfinding:cloudformation-003",
            "cloudsplaining:PassExistingRoleToNewCloudFormationStackSet",
        ),
    ),
    passing(
        "cloudformation-update-stack-set",
        _CLOUDFORMATION,
        ("cloudformation:UpdateStackSet",),
        "create whatever the role may create, in every account of a stack set",
        (
            "pathfinding:cloudformation-004",
            "cloudsplaining:PassRoleToUpdateCloudFormationStackSet",
        ),
    ),
    passing(
        "codebuild-create-project",
        _CODEBUILD,
        ("codebuild:CreateProject", "codebuild:StartBuild"),
        "run commands as the role in a new project",
        (
            "pathfinding:codebuild-001",
            "cloudsplaining:PassExistingRoleToNewCodeBuildProjectThenBuild",
            "pmapper:codebuild:CreateProject",
        ),
    ),
    passing(
        "codebuild-create-project-batch",
        _CODEBUILD,
        ("codebuild:CreateProject", "codebuild:StartBuildBatch"),
        "run commands as the role in a batch of a new project",
        (
            "pathfinding:codebuild-004",
            "cloudsplaining:PassExistingRoleToNewCodeBuildProjectThenBuildBatch",
        ),
    ),
    passing(
        "codepipeline-create",
        "codepipeline.amazonaws.com",
        ("codepipeline:CreatePipeline",),
        "run commands and deploy as the role in a new pipeline",
        ("hacktricks:codepipeline-privesc",),
    ),
    passing(
        "codepipeline-update",
        "codepipeline.amazonaws.com",
        ("codepipeline:UpdatePipeline", "codepipeline:StartPipelineExecution"),
        "run commands and deploy as the role in an existing pipeline",
        ("hacktricks:codepipeline-privesc",),
    ),
    passing(
        "servicecatalog-launch-constraint",
        "servicecatalog.amazonaws.com",
        (
            "servicecatalog:CreateConstraint",
            "servicecatalog:CreateProvisioningArtifact",
            "servicecatalog:ProvisionProduct",
        ),
        "create whatever the role may create, by a product with a template of their own",
        ("aws:servicecatalog:CreateConstraint",),
    ),
)
