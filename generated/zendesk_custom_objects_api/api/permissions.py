# Generated from spec/ by scripts/generate.py: do not edit.
"""Who may do what with the records of an object: access rules say which records, permission
policies say what each role may do with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import models, operations
from ..types import NOTHING, Request, path_value

if TYPE_CHECKING:
    from .. import payloads


def list_access_rules(
    custom_object_key: str,
) -> Request[models.AccessRulesResponse]:
    """List the access rules of an object

    The access rules of an object, at most 50 (H). No paging is documented.

    Allowed for admins.

    Args:
        custom_object_key: Key of the custom object.
    """
    return Request(
        operation=operations.LIST_ACCESS_RULES,
        path=f"/api/v2/custom_objects/{path_value('custom_object_key', custom_object_key)}/access_rules",
        responses={
            200: models.AccessRulesResponse,
        },
    )


def create_access_rule(
    custom_object_key: str,
    *,
    body: payloads.AccessRuleCreateRequest,
) -> Request[models.AccessRuleResponse]:
    """Create an access rule

    Defines a set of records by conditions. The rule has no effect until a permission policy
    names it. An object has at most 50 rules (H).

    Which operators a field takes (D):

    * text, textarea, regexp, dropdown: `is`, `is_not`, `present`
    * date, integer, decimal: `is`, `is_not`, `greater_than`, `less_than`,
    `greater_than_equal`, `less_than_equal`, `present`
    * multiselect: `includes`, `not_includes`, `present`
    * lookup: `is`, `is_not`, `matches`, `present`
    * `created_by_user`: `matches` with the value `current_user`

    ListAccessRuleDefinitions tells for a given object.

    Allowed for admins.

    Args:
        custom_object_key: Key of the custom object.
    """
    return Request(
        operation=operations.CREATE_ACCESS_RULE,
        path=f"/api/v2/custom_objects/{path_value('custom_object_key', custom_object_key)}/access_rules",
        body=body,
        media_type="application/json",
        responses={
            201: models.AccessRuleResponse,
        },
    )


def show_access_rule(
    custom_object_key: str,
    id: str,
) -> Request[models.AccessRuleResponse]:
    """Show an access rule

    One access rule, by its id.

    Allowed for admins.

    Args:
        custom_object_key: Key of the custom object.
        id: Id of the access rule.
    """
    return Request(
        operation=operations.SHOW_ACCESS_RULE,
        path=f"/api/v2/custom_objects/{path_value('custom_object_key', custom_object_key)}/access_rules/{path_value('id', id)}",
        responses={
            200: models.AccessRuleResponse,
        },
    )


def delete_access_rule(
    custom_object_key: str,
    id: str,
) -> Request[None]:
    """Delete an access rule

    Deletes an access rule. What becomes of a policy that names it is not established: take it
    out of the policies first.

    Allowed for admins.

    Args:
        custom_object_key: Key of the custom object.
        id: Id of the access rule.
    """
    return Request(
        operation=operations.DELETE_ACCESS_RULE,
        path=f"/api/v2/custom_objects/{path_value('custom_object_key', custom_object_key)}/access_rules/{path_value('id', id)}",
        responses={
            204: NOTHING,
        },
    )


def update_access_rule(
    custom_object_key: str,
    id: str,
    *,
    body: payloads.AccessRuleUpdateRequest,
) -> Request[models.AccessRuleResponse]:
    """Update an access rule

    Changes the properties given and leaves the others alone. Conditions are best sent whole:
    whether they are merged is not established.

    Allowed for admins.

    Args:
        custom_object_key: Key of the custom object.
        id: Id of the access rule.
    """
    return Request(
        operation=operations.UPDATE_ACCESS_RULE,
        path=f"/api/v2/custom_objects/{path_value('custom_object_key', custom_object_key)}/access_rules/{path_value('id', id)}",
        body=body,
        media_type="application/json",
        responses={
            200: models.AccessRuleResponse,
        },
    )


def list_access_rule_definitions(
    custom_object_key: str,
) -> Request[models.AccessRuleDefinitionsResponse]:
    """List what access rules can be made of

    The fields, operators and values that conditions of an access rule of this object can
    have.

    Allowed for admins.

    Args:
        custom_object_key: Key of the custom object.
    """
    return Request(
        operation=operations.LIST_ACCESS_RULE_DEFINITIONS,
        path=f"/api/v2/custom_objects/{path_value('custom_object_key', custom_object_key)}/access_rules/definitions",
        responses={
            200: models.AccessRuleDefinitionsResponse,
        },
    )


def list_permission_policies(
    custom_object_key: str,
) -> Request[models.PermissionPoliciesResponse]:
    """List the permission policies of an object

    What each role may do with the records of an object: one policy for every custom role, and
    one for end users. Custom roles need an Enterprise plan. No paging is documented.

    Allowed for admins.

    Args:
        custom_object_key: Key of the custom object.
    """
    return Request(
        operation=operations.LIST_PERMISSION_POLICIES,
        path=f"/api/v2/custom_objects/{path_value('custom_object_key', custom_object_key)}/permission_policies",
        responses={
            200: models.PermissionPoliciesResponse,
        },
    )


def show_permission_policy(
    custom_object_key: str,
    id: str,
) -> Request[models.PermissionPolicyResponse]:
    """Show the permission policy of a role

    What one role may do with the records of an object.

    Allowed for admins.

    Args:
        custom_object_key: Key of the custom object.
        id: Id of the policy, `custom-role-` and the id of a custom role, or `end-user`.
    """
    return Request(
        operation=operations.SHOW_PERMISSION_POLICY,
        path=f"/api/v2/custom_objects/{path_value('custom_object_key', custom_object_key)}/permission_policies/{path_value('id', id)}",
        responses={
            200: models.PermissionPolicyResponse,
        },
    )


def update_permission_policy(
    custom_object_key: str,
    id: str,
    *,
    body: payloads.PermissionPolicyUpdateRequest,
) -> Request[models.PermissionPolicyResponse]:
    """Update the permission policy of a role

    Changes what a role may do with the records of an object, and with which of them.

    Whoever may write must be able to read (D): an action that is allowed needs reading to be
    allowed; one allowed for all records needs reading of all; one limited by a rule needs
    reading with a rule or of all.

    Giving end users access without a rule lets them read every record over the API, whatever
    the user interface shows (H).

    Allowed for admins.

    Args:
        custom_object_key: Key of the custom object.
        id: Id of the policy, `custom-role-` and the id of a custom role, or `end-user`.
    """
    return Request(
        operation=operations.UPDATE_PERMISSION_POLICY,
        path=f"/api/v2/custom_objects/{path_value('custom_object_key', custom_object_key)}/permission_policies/{path_value('id', id)}",
        body=body,
        media_type="application/json",
        responses={
            200: models.PermissionPolicyResponse,
        },
    )
