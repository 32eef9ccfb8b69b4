"""Ways to more rights by changing what runs as a role."""

from functools import partial
from typing import Final

from guardrails.iam.escalation.model import Kind
from guardrails.iam.escalation.paths.forms import taking_over

_LAMBDA: Final = "lambda.amazonaws.com"
_CLOUDFORMATION: Final = "cloudformation.amazonaws.com"
_CODEBUILD: Final = "codebuild.amazonaws.com"
_EC2: Final = "ec2.amazonaws.com"
_GLUE: Final = "glue.amazonaws.com"
_SAGEMAKER: Final = "sagemaker.amazonaws.com"
_TASKS: Final = "ecs-tasks.amazonaws.com"

_swap = partial(taking_over, Kind.CODE_SWAP)

PATHS: Final = (
    _swap(
        "lambda-update-code",
        _LAMBDA,
        ("lambda:UpdateFunctionCode",),
        "replace a function's code and act as its role",
        (
            "pathfinding:lambda-003",
            "pathfinding:lambda-004",
            "pathfinding:lambda-005",
            "rhino:17",
            "cloudsplaining:EditExistingLambdaFunctionWithRole",
            "cloudsplaining:UpdateAndInvokeLambdaFunction",
            "cloudsplaining:UpdateLambdaFunctionAndAddPermission",
            "pmapper:lambda:UpdateFunctionCode",
        ),
    ),
    _swap(
        "lambda-update-configuration",
        _LAMBDA,
        ("lambda:UpdateFunctionConfiguration",),
        "put a layer or a start script of their own before a function's code and act as its role",
        ("rhino:layers", "prowler:lambda:UpdateFunctionConfiguration"),
    ),
    _swap(
        "ecr-push-image",
        _TASKS,
        (
            "ecr:PutImage",
            "ecr:InitiateLayerUpload",
            "ecr:UploadLayerPart",
            "ecr:CompleteLayerUpload",
        ),
        "replace an image and act as the role of what runs it",
        ("hacktricks:ecr-privesc",),
    ),
    _swap(
        "states-update",
        "states.amazonaws.com",
        ("states:UpdateStateMachine",),
        "rewrite a workflow and call any API of AWS as its role",
        ("pathfinding:stepfunctions-002", "hacktricks:stepfunctions-privesc"),
    ),
    _swap(
        "cloudformation-update-stack",
        _CLOUDFORMATION,
        ("cloudformation:UpdateStack",),
        "rewrite a stack and create whatever its role may create",
        ("pathfinding:cloudformation-002", "prowler:CloudFormationUpdateStack"),
    ),
    _swap(
        "cloudformation-change-set",
        _CLOUDFORMATION,
        ("cloudformation:ExecuteChangeSet", "cloudformation:CreateChangeSet"),
        "rewrite a stack by a change set and create whatever its role may create",
        ("pathfinding:cloudformation-005", "cloudsplaining:ExecuteCloudFormationChangeSet"),
    ),
    _swap(
        "codebuild-start-build",
        _CODEBUILD,
        ("codebuild:StartBuild",),
        "start a build with commands of their own and act as the project's role",
        ("pathfinding:codebuild-002", "prowler:CodeBuildStartBuild"),
    ),
    _swap(
        "codebuild-start-build-batch",
        _CODEBUILD,
        ("codebuild:StartBuildBatch",),
        "start a batch of builds with commands of their own and act as the project's role",
        ("pathfinding:codebuild-003", "prowler:CodeBuildStartBuildBatch"),
    ),
    _swap(
        "codebuild-update-project",
        _CODEBUILD,
        ("codebuild:UpdateProject",),
        "rewrite the commands of a project and act as its role when it builds next",
        ("hacktricks:codebuild-privesc",),
    ),
    _swap(
        "codedeploy-create-deployment",
        _EC2,
        (
            "codedeploy:CreateDeployment",
            "codedeploy:RegisterApplicationRevision",
            "codedeploy:GetDeploymentConfig",
        ),
        "deploy a revision of their own and act as the role of the instances",
        ("pathfinding:codedeploy-001", "prowler:CodeDeployCreateDeployment"),
    ),
    _swap(
        "ec2-user-data",
        _EC2,
        ("ec2:ModifyInstanceAttribute", "ec2:StopInstances", "ec2:StartInstances"),
        "replace the script that an instance starts with and act as its role",
        ("pathfinding:ec2-002", "cloudsplaining:ModifyEC2InstanceUserDataThenRestart"),
    ),
    _swap(
        "ec2-launch-template",
        _EC2,
        ("ec2:ModifyLaunchTemplate", "ec2:CreateLaunchTemplateVersion"),
        "replace the script that new instances start with and act as their role",
        ("pathfinding:ec2-005", "cloudsplaining:ModifyExistingEC2LaunchTemplate"),
    ),
    _swap(
        "ec2-replace-root-volume",
        _EC2,
        ("ec2:CreateReplaceRootVolumeTask",),
        "start an instance from a volume of their own and act as its role",
        ("hacktricks:ec2-privesc",),
    ),
    _swap(
        "apprunner-update-service",
        "tasks.apprunner.amazonaws.com",
        ("apprunner:UpdateService",),
        "replace the image of a service and act as its role",
        ("pathfinding:apprunner-002", "prowler:AppRunnerUpdateService"),
    ),
    _swap(
        "batch-submit-existing-job",
        _TASKS,
        ("batch:SubmitJob",),
        "submit a job with a command of their own and act as its role",
        ("pathfinding:batch-002", "prowler:BatchSubmitJob"),
    ),
    _swap(
        "glue-update-dev-endpoint",
        _GLUE,
        ("glue:UpdateDevEndpoint",),
        "put their own SSH key on a development endpoint and act as its role",
        (
            "pathfinding:glue-002",
            "rhino:19",
            "cloudsplaining:UpdateExistingGlueDevEndpoint",
            "prowler:GlueUpdateDevEndpoint",
        ),
    ),
    _swap(
        "sagemaker-update-lifecycle",
        _SAGEMAKER,
        ("sagemaker:UpdateNotebookInstanceLifecycleConfig",),
        "replace the script that a notebook starts with and act as its role",
        ("pathfinding:sagemaker-005", "hacktricks:sagemaker-privesc"),
    ),
    _swap(
        "sagemaker-new-lifecycle",
        _SAGEMAKER,
        (
            "sagemaker:UpdateNotebookInstance",
            "sagemaker:CreateNotebookInstanceLifecycleConfig",
            "sagemaker:StopNotebookInstance",
            "sagemaker:StartNotebookInstance",
        ),
        "have a notebook start with a script of their own and act as its role",
        (
            "cloudsplaining:UpdateSageMakerNotebookLifecycleConfig",
            "prowler:SageMakerNotebookLifecycleConfig",
        ),
    ),
    _swap(
        "emr-add-steps",
        _EC2,
        ("elasticmapreduce:AddJobFlowSteps",),
        "run commands on a cluster as its role",
        ("hacktricks:emr-privesc",),
    ),
    _swap(
        "kinesisanalytics-update-application",
        "kinesisanalytics.amazonaws.com",
        ("kinesisanalytics:UpdateApplication",),
        "replace the code of an application and act as its role",
        ("hacktricks:kinesisanalytics-privesc",),
    ),
    _swap(
        "elasticbeanstalk-update-environment",
        _EC2,
        ("elasticbeanstalk:UpdateEnvironment", "elasticbeanstalk:CreateApplicationVersion"),
        "deploy a version of their own and act as the role of the instances",
        ("hacktricks:elasticbeanstalk-privesc",),
    ),
    _swap(
        "servicecatalog-provision",
        _CLOUDFORMATION,
        ("servicecatalog:CreateProvisioningArtifact", "servicecatalog:ProvisionProduct"),
        "add a template to a product and create whatever its launch role may create",
        ("hacktricks:servicecatalog-privesc",),
    ),
    _swap(
        "fis-update-template",
        "fis.amazonaws.com",
        ("fis:UpdateExperimentTemplate", "fis:StartExperiment"),
        "rewrite an experiment and run commands and runbooks as its role",
        ("hacktricks:fis-privesc",),
    ),
    _swap(
        "imagebuilder-start-pipeline",
        _EC2,
        ("imagebuilder:StartImagePipelineExecution", "imagebuilder:CreateComponent"),
        "have a pipeline build with a component of their own and act as its role",
        ("hacktricks:imagebuilder-privesc",),
    ),
    _swap(
        "bedrock-agent-action",
        "bedrock.amazonaws.com",
        ("bedrock:CreateAgentActionGroup", "bedrock:PrepareAgent", "bedrock:InvokeAgent"),
        "give an agent an action of their own and have it act as its role",
        ("hacktricks:bedrock-privesc",),
    ),
)
