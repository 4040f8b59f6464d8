"""Canaille, an identity provider: its own users and groups change, and it pushes them to the client that trusts it."""

import datetime

from canaille import create_app
from canaille.app import models
from canaille.backends import Backend

import steps

app = create_app(
    {
        "SECRET_KEY": "secret",
        "SERVER_NAME": "canaille.test",
        "CANAILLE": {"DATABASE": "memory", "JAVASCRIPT": False},
        "CANAILLE_OIDC": {"ENABLE_OIDC": True},
        "CANAILLE_SCIM": {"ENABLE_CLIENT": True},
    }
)
app.app_context().push()
store = Backend.instance


def saved(thing):
    store.save(thing)
    return thing


def user(name, given_name, family_name):
    email = f"{name}@acme.test"
    return models.User(
        user_name=email,
        formatted_name=f"{given_name} {family_name}",
        given_name=given_name,
        family_name=family_name,
        emails=[email],
        password="an invented password",
    )


made = {}


def trust():
    client = saved(
        models.Client(
            client_id="rollcall", client_name="Rollcall", client_uri=steps.URL, client_secret="secret"
        )
    )
    now = datetime.datetime.now(datetime.timezone.utc)
    saved(
        models.Token(
            token_id="rollcall",
            access_token=steps.TOKEN,
            subject=None,
            audience=[client],
            client=client,
            scope=["openid", "profile"],
            issue_date=now,
            lifetime=3600,
        )
    )


def create():
    made["ann"] = saved(user("ann", "Ann", "Ames"))


def change(**values):
    for name, value in values.items():
        setattr(made["ann"], name, value)
    saved(made["ann"])


def create_group():
    made["bob"] = saved(user("bob", "Bob", "Bell"))
    made["group"] = saved(models.Group(display_name="Engineering", members=[made["bob"]]))


def set_members(*names):
    made["group"].members = [made[name] for name in names]
    saved(made["group"])


trust()
steps.serve(
    {
        "create": create,
        "replace": lambda: change(family_name="Adams"),
        "patch": lambda: change(family_name="Allen"),
        "deactivate": lambda: change(lock_date=datetime.datetime.now(datetime.timezone.utc)),
        "reactivate": lambda: change(lock_date=None),
        "create group": create_group,
        "add member": lambda: set_members("bob", "ann"),
        "remove member": lambda: set_members("bob"),
        "delete group": lambda: store.delete(made["group"]),
        "delete user": lambda: store.delete(made["ann"]),
    }
)
