"""Runs scim2-tester and prints its checks as JSON."""

import json

from httpx2 import Client
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_tester import Status, check_server

import steps

PASSED = {Status.SUCCESS, Status.COMPLIANT, Status.ACCEPTABLE}

client = Client(base_url=steps.URL, headers={"Authorization": f"Bearer {steps.TOKEN}"}, timeout=30)


def name(result):
    """A check of one attribute says which one in its data."""
    attribute = result.data.get("urn") if isinstance(result.data, dict) else None
    return f"{result.title} {attribute}" if attribute else result.title


print(
    json.dumps(
        [
            {
                "group": result.resource_type or "the service",
                "name": name(result),
                "passed": result.status in PASSED,
                "why": f"{result.status.name}: {result.reason}",
            }
            for result in check_server(SyncSCIMClient(client))
        ]
    )
)
