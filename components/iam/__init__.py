"""Least privilege as data: grants, the documents they make, and the role that carries them."""

from components.iam.args import Grant, GrantStatement, RoleArgs, ServiceTrust
from components.iam.grant import grant
from components.iam.role import Role

__all__ = ["Grant", "GrantStatement", "Role", "RoleArgs", "ServiceTrust", "grant"]
