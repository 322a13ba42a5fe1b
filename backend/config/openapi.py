"""How drf-spectacular makes the OpenAPI document."""

from __future__ import annotations

from typing import Any

OPENAPI: dict[str, Any] = {
    "TITLE": "GlobalMarket API",
    "VERSION": "1",
    "DESCRIPTION": "One region's marketplace: its shop, its vendors' doors and its operator's.",
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_SUFFIX": "",
    "ENUM_NAME_OVERRIDES": {
        "AudienceName": "marketplace.apps.accounts.types.AUDIENCES",
        "VendorRole": "marketplace.apps.accounts.types.VENDOR_ROLES",
        "DocumentKind": "marketplace.apps.vendors.types.DOCUMENT_KINDS",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "marketplace.foundation.rest.openapi.postprocess_problems",
        "marketplace.foundation.rest.openapi.postprocess_security",
    ],
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
}
