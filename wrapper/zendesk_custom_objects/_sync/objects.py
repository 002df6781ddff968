# Generated from _async/objects.py by scripts/generate.py: do not edit.
"""The client's methods for custom objects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._core.arguments import definition
from .._core.paging import page
from .._generated import api, operations
from ..unset import UNSET, Unset
from .calls import Calls
from .listing import Listing

if TYPE_CHECKING:
    from .._generated import models


class ObjectCalls(Calls):
    """Custom objects."""

    def create_object(
        self,
        key: str,
        /,
        *,
        title: str,
        title_pluralized: str,
        description: str | Unset = UNSET,
        include_in_list_view: bool | Unset = UNSET,
        allows_photos: bool | Unset = UNSET,
        allows_attachments: bool | Unset = UNSET,
        validate: bool = True,
    ) -> models.CustomObject:
        """Create an object. Its key cannot be changed later. For admins."""
        from ..rules.objects import prepare_object

        body = definition(
            {
                "key": key,
                "title": title,
                "title_pluralized": title_pluralized,
                "description": description,
                "include_in_list_view": include_in_list_view,
                "allows_photos": allows_photos,
                "allows_attachments": allows_attachments,
            },
            operations.CREATE_CUSTOM_OBJECT,
            (lambda values: prepare_object("create", values)) if validate else None,
        )
        request = api.objects.create_custom_object(body={"custom_object": body})
        return self._get(request, lambda answer: answer.custom_object)

    def get_object(self, key: str, /) -> models.CustomObject:
        """Get an object."""
        request = api.objects.show_custom_object(key)
        return self._get(request, lambda answer: answer.custom_object)

    def list_objects(self) -> Listing[models.CustomObject]:
        """List all objects, in a single page."""
        request = api.objects.list_custom_objects()
        return Listing(self._sender, request, lambda answer: page(answer.custom_objects))

    def update_object(
        self,
        key: str,
        /,
        *,
        title: str | Unset = UNSET,
        title_pluralized: str | Unset = UNSET,
        description: str | Unset = UNSET,
        include_in_list_view: bool | Unset = UNSET,
        allows_photos: bool | Unset = UNSET,
        allows_attachments: bool | Unset = UNSET,
        validate: bool = True,
    ) -> models.CustomObject:
        """Change the given properties of an object. For admins."""
        from ..rules.objects import prepare_object

        body = definition(
            {
                "title": title,
                "title_pluralized": title_pluralized,
                "description": description,
                "include_in_list_view": include_in_list_view,
                "allows_photos": allows_photos,
                "allows_attachments": allows_attachments,
            },
            operations.UPDATE_CUSTOM_OBJECT,
            (lambda values: prepare_object("update", values, key=key)) if validate else None,
        )
        request = api.objects.update_custom_object(key, body={"custom_object": body})
        return self._get(request, lambda answer: answer.custom_object)

    def delete_object(self, key: str, /) -> None:
        """Permanently delete an object with its fields and all its records. For admins."""
        self.send(api.objects.delete_custom_object(key))

    def object_limit(self) -> models.CustomObjectLimit:
        """Number of objects of the account, and the maximum. For admins."""
        return self.send(api.objects.custom_objects_limit())
