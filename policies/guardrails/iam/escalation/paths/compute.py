"""Ways to more rights by passing a role to instances, containers and clusters."""

from typing import Final

from guardrails.iam.escalation.paths.forms import passing

_EC2: Final = "ec2.amazonaws.com"
_TASKS: Final = "ecs-tasks.amazonaws.com"
_SSM: Final = "ssm.amazonaws.com"

PATHS: Final = (
    passing(
        "ec2-run-instances",
        _EC2,
        ("ec2:RunInstances",),
        "run code as the role on a new instance",
        (
            "pathfinding:ec2-001",
            "rhino:3",
            "cloudsplaining:CreateEC2WithExistingIP",
            "pmapper:ec2:RunInstances",
        ),
    ),
    passing(
        "ec2-request-spot-instances",
        _EC2,
        ("ec2:RequestSpotInstances",),
        "run code as the role on a new spot instance",
        ("pathfinding:ec2-003", "cloudsplaining:PassExistingRoleToNewEC2SpotInstance"),
    ),
    passing(
        "ec2-create-fleet",
        _EC2,
        ("ec2:CreateLaunchTemplate", "ec2:CreateFleet"),
        "run code as the role on the instances of a new fleet",
        ("hacktricks:ec2-privesc",),
    ),
    passing(
        "ec2-associate-instance-profile",
        _EC2,
        ("ec2:AssociateIamInstanceProfile",),
        "give the role to an instance that they are on",
        ("pmapper:ec2:AssociateIamInstanceProfile", "hacktricks:ec2-privesc"),
    ),
    passing(
        "ec2-replace-instance-profile",
        _EC2,
        ("ec2:ReplaceIamInstanceProfileAssociation",),
        "change the role of an instance that they are on",
        ("hacktricks:ec2-privesc",),
    ),
    passing(
        "iam-add-role-to-instance-profile",
        _EC2,
        ("iam:AddRoleToInstanceProfile",),
        "put the role into the instance profile of an instance that they are on",
        ("hacktricks:iam-privesc",),
    ),
    passing(
        "autoscaling-create",
        _EC2,
        ("autoscaling:CreateLaunchConfiguration", "autoscaling:CreateAutoScalingGroup"),
        "run code as the role on the instances of a new group",
        ("prowler:PassRole+CreateAutoScaling", "pmapper:autoscaling:CreateLaunchConfiguration"),
    ),
    passing(
        "autoscaling-update",
        _EC2,
        ("autoscaling:CreateLaunchConfiguration", "autoscaling:UpdateAutoScalingGroup"),
        "run code as the role on the instances of an existing group",
        ("prowler:PassRole+UpdateAutoScaling", "pmapper:autoscaling:CreateLaunchConfiguration"),
    ),
    passing(
        "autoscaling-launch-template",
        _EC2,
        ("ec2:CreateLaunchTemplate", "autoscaling:CreateAutoScalingGroup"),
        "run code as the role on the instances of a new group",
        ("pmapper:autoscaling:CreateAutoScalingGroup",),
    ),
    passing(
        "ecs-run-task",
        _TASKS,
        ("ecs:RunTask",),
        "run a command as the role in a task",
        (
            "pathfinding:ecs-002",
            "pathfinding:ecs-004",
            "pathfinding:ecs-008",
            "cloudsplaining:PassExistingRoleToNewECSTaskViaRunTask",
            "cloudsplaining:PassExistingRoleToNewECSClusterRunTask",
        ),
    ),
    passing(
        "ecs-start-task",
        _TASKS,
        ("ecs:StartTask",),
        "run a command as the role in a task on an instance of the cluster",
        (
            "pathfinding:ecs-005",
            "pathfinding:ecs-007",
            "pathfinding:ecs-009",
            "cloudsplaining:PassExistingRoleToNewECSTaskViaStartTask",
        ),
    ),
    passing(
        "ecs-create-service",
        _TASKS,
        ("ecs:RegisterTaskDefinition", "ecs:CreateService"),
        "run an image as the role in a new service",
        (
            "pathfinding:ecs-001",
            "pathfinding:ecs-003",
            "cloudsplaining:PassExistingRoleToNewECSService",
            "cloudsplaining:PassExistingRoleToNewECSClusterServiceTask",
        ),
    ),
    passing(
        "ecs-update-service",
        _TASKS,
        ("ecs:RegisterTaskDefinition", "ecs:UpdateService"),
        "run an image as the role in an existing service",
        ("hacktricks:ecs-privesc",),
    ),
    passing(
        "ecs-create-task-set",
        _TASKS,
        ("ecs:RegisterTaskDefinition", "ecs:CreateTaskSet"),
        "run an image as the role in a task set",
        ("hacktricks:ecs-privesc",),
    ),
    passing(
        "batch-submit-job",
        _TASKS,
        ("batch:RegisterJobDefinition", "batch:SubmitJob"),
        "run a container as the role",
        (
            "pathfinding:batch-001",
            "pathfinding:batch-003",
            "prowler:PassRole+BatchRegisterJobDef+SubmitJob",
        ),
    ),
    passing(
        "eks-pod-identity",
        "pods.eks.amazonaws.com",
        ("eks:CreatePodIdentityAssociation",),
        "run a pod as the role",
        ("hacktricks:eks-privesc",),
    ),
    passing(
        "apprunner-create-service",
        "tasks.apprunner.amazonaws.com",
        ("apprunner:CreateService",),
        "run an image as the role in a new service",
        ("pathfinding:apprunner-001", "cloudsplaining:PassExistingRoleToNewAppRunnerService"),
    ),
    passing(
        "elasticbeanstalk-create-environment",
        _EC2,
        (
            "elasticbeanstalk:CreateApplication",
            "elasticbeanstalk:CreateApplicationVersion",
            "elasticbeanstalk:CreateEnvironment",
        ),
        "run an application as the role",
        ("hacktricks:elasticbeanstalk-privesc",),
    ),
    passing(
        "emr-run-job-flow",
        _EC2,
        ("elasticmapreduce:RunJobFlow",),
        "run code as the role on a new cluster",
        ("pathfinding:emr-001", "prowler:PassRole+EMRRunJobFlow"),
    ),
    passing(
        "emr-serverless-start-job-run",
        "emr-serverless.amazonaws.com",
        ("emr-serverless:StartJobRun",),
        "run a job as the role",
        (
            "pathfinding:emrserverless-001",
            "prowler:PassRole+EMRServerlessCreateApp+StartJobRun",
        ),
    ),
    passing(
        "gamelift-create-fleet",
        "gamelift.amazonaws.com",
        ("gamelift:CreateBuild", "gamelift:CreateFleet"),
        "run a server as the role on the instances of a new fleet",
        ("pathfinding:gamelift-001", "prowler:PassRole+GameLiftCreateBuild+CreateFleet"),
    ),
    passing(
        "imagebuilder-create-image",
        _EC2,
        (
            "imagebuilder:CreateComponent",
            "imagebuilder:CreateImageRecipe",
            "imagebuilder:CreateInfrastructureConfiguration",
            "imagebuilder:CreateImage",
        ),
        "run code as the role on the instance that builds an image",
        (
            "pathfinding:imagebuilder-001",
            "prowler:PassRole+ImageBuilderCreateComponent+CreateImage",
        ),
    ),
    passing(
        "appstream-create-fleet",
        "appstream.amazonaws.com",
        ("appstream:CreateFleet", "appstream:CreateStreamingURL"),
        "work as the role on a streamed desktop",
        ("hacktricks:appstream-privesc",),
    ),
    passing(
        "ssm-create-activation",
        _SSM,
        ("ssm:CreateActivation",),
        "register a machine of their own and get the role's credentials there",
        ("hacktricks:ssm-privesc",),
    ),
    passing(
        "ssm-start-automation",
        _SSM,
        ("ssm:StartAutomationExecution",),
        "call any API of AWS as the role by a runbook",
        ("pathfinding:ssm-003", "prowler:PassRole+SSMCreateDocument+StartAutomation"),
    ),
    passing(
        "ssm-maintenance-window",
        _SSM,
        ("ssm:RegisterTaskWithMaintenanceWindow",),
        "run tasks as the role in a maintenance window",
        ("hacktricks:ssm-privesc",),
    ),
    passing(
        "rolesanywhere-create-profile",
        "rolesanywhere.amazonaws.com",
        ("rolesanywhere:CreateProfile", "rolesanywhere:CreateTrustAnchor"),
        "get the role's credentials with a certificate of their own authority",
        ("hacktricks:rolesanywhere-privesc",),
    ),
    passing(
        "backup-start-restore-job",
        "backup.amazonaws.com",
        ("backup:StartRestoreJob",),
        "restore tables, volumes and files as the role and read the copies",
        ("hacktricks:backup-privesc",),
    ),
)
