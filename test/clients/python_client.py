"""The life cycle by scim2-client."""

from httpx2 import Client
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_models import PatchOp, PatchOperation, SearchRequest

import steps

client = SyncSCIMClient(Client(base_url=steps.URL, headers={"Authorization": f"Bearer {steps.TOKEN}"}))
client.discover()
User = client.get_resource_model("User")
Group = client.get_resource_model("Group")
made = {}


def user(name, given_name, family_name):
    email = f"{name}@acme.test"
    return User(
        user_name=email,
        name=User.Name(given_name=given_name, family_name=family_name),
        emails=[User.Emails(value=email, type="work", primary=True)],
        active=True,
    )


def create():
    made["ann"] = client.create(user("ann", "Ann", "Ames"))
    return made["ann"].id


def find():
    found = client.query(User, query_parameters=SearchRequest(filter='userName eq "ann@acme.test"'))
    assert found.total_results == 1, found
    return found.resources[0].id


def read():
    made["ann"] = client.query(User, made["ann"].id)
    return made["ann"].name.family_name


def replace():
    made["ann"].name.family_name = "Adams"
    made["ann"] = client.replace(made["ann"])
    return made["ann"].id


def modify(model, id, op, path, value=None):
    operation = PatchOperation(op=op, path=path, value=value)
    client.modify(model, id, PatchOp[model](operations=[operation]))
    return id


def change(path, value):
    return modify(User, made["ann"].id, "replace", path, value)


def create_group():
    bob = client.create(user("bob", "Bob", "Bell"))
    made["group"] = client.create(Group(display_name="Engineering", members=[Group.Members(value=bob.id)]))
    return made["group"].id


def add_member():
    modify(Group, made["group"].id, "add", "members", [Group.Members(value=made["ann"].id)])


def remove_member():
    modify(Group, made["group"].id, "remove", f'members[value eq "{made["ann"].id}"]')


steps.serve(
    {
        "create": create,
        "find": find,
        "read": read,
        "replace": replace,
        "patch": lambda: change("name.familyName", "Allen"),
        "deactivate": lambda: change("active", False),
        "reactivate": lambda: change("active", True),
        "create group": create_group,
        "add member": add_member,
        "remove member": remove_member,
        "delete group": lambda: client.delete(Group, made["group"].id),
        "delete user": lambda: client.delete(User, made["ann"].id),
    }
)
