# Generated from _async/permissions.py by scripts/generate.py: do not edit.
"""The client's methods for permissions on records. All are for admins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._core.arguments import definition
from .._core.paging import page
from .._generated import api, operations
from ..unset import UNSET, Unset
from .calls import Calls
from .listing import Listing

if TYPE_CHECKING:
    from .._generated import models, payloads


class PermissionCalls(Calls):
    """Access rules, which select records, and the permission policies of roles, which use them."""

    def create_access_rule(
        self,
        key: str,
        /,
        *,
        title: str,
        conditions: payloads.AccessRuleConditionsInput,
        description: str | Unset = UNSET,
        validate: bool = True,
    ) -> models.AccessRule:
        """Add an access rule to the object `key`, for use in permission policies.

        `conditions` has the lists `all` and `any` of conditions on a record: `{"all": [{"field":
        "custom_object.boat.custom_fields.rig", "operator": "is", "value": "sloop"}]}`.
        `api.permissions.list_access_rule_definitions` lists the fields and operators.
        """
        from ..rules.access_rules import prepare_access_rule

        body = definition(
            {"title": title, "description": description, "conditions": conditions},
            operations.CREATE_ACCESS_RULE,
            prepare_access_rule if validate else None,
        )
        request = api.permissions.create_access_rule(key, body={"access_rule": body})
        return self._get(request, lambda answer: answer.access_rule)

    def get_access_rule(self, key: str, rule_id: int | str, /) -> models.AccessRule:
        """Get an access rule."""
        request = api.permissions.show_access_rule(key, str(rule_id))
        return self._get(request, lambda answer: answer.access_rule)

    def list_access_rules(self, key: str, /) -> Listing[models.AccessRule]:
        """List the access rules of the object `key`, in a single page."""
        request = api.permissions.list_access_rules(key)
        return Listing(self._sender, request, lambda answer: page(answer.access_rules))

    def update_access_rule(
        self,
        key: str,
        rule_id: int | str,
        /,
        *,
        title: str | Unset = UNSET,
        conditions: payloads.AccessRuleConditionsInput | Unset = UNSET,
        description: str | Unset = UNSET,
        validate: bool = True,
    ) -> models.AccessRule:
        """Change the given properties of an access rule; `conditions` replaces all conditions."""
        from ..rules.access_rules import prepare_access_rule

        body = definition(
            {"title": title, "description": description, "conditions": conditions},
            operations.UPDATE_ACCESS_RULE,
            prepare_access_rule if validate else None,
        )
        request = api.permissions.update_access_rule(key, str(rule_id), body={"access_rule": body})
        return self._get(request, lambda answer: answer.access_rule)

    def delete_access_rule(self, key: str, rule_id: int | str, /) -> None:
        """Delete an access rule."""
        self.send(api.permissions.delete_access_rule(key, str(rule_id)))

    def list_permission_policies(self, key: str, /) -> Listing[models.PermissionPolicy]:
        """List the permission policies of the object `key`, one for each role, in a single page."""
        request = api.permissions.list_permission_policies(key)
        return Listing(self._sender, request, lambda answer: page(answer.policies))

    def get_permission_policy(self, key: str, policy_id: str, /) -> models.PermissionPolicy:
        """Get the policy of a role: `policy_id` is `custom-role-` and its id, or `end-user`."""
        request = api.permissions.show_permission_policy(key, policy_id)
        return self._get(request, lambda answer: answer.policy)

    def update_permission_policy(
        self,
        key: str,
        policy_id: str,
        /,
        *,
        create: payloads.PermissionActionInput | Unset = UNSET,
        read: payloads.PermissionActionInput | Unset = UNSET,
        update: payloads.PermissionActionInput | Unset = UNSET,
        delete: payloads.PermissionActionInput | Unset = UNSET,
    ) -> models.PermissionPolicy:
        """Change the permissions of a role on records: `read={"allowed": True, "rule_id": 17}`.

        `rule_id` is the id of an access rule, or `None` for all records. A role that can write
        records must be able to read them, and to read all if it can write all.
        """
        records = definition(
            {"create": create, "read": read, "update": update, "delete": delete},
            operations.UPDATE_PERMISSION_POLICY,
            None,
        )
        request = api.permissions.update_permission_policy(
            key, policy_id, body={"policy": {"records": records}}
        )
        return self._get(request, lambda answer: answer.policy)
