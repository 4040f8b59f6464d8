"""Gets an access token for client credentials with Authlib, reads the users with it, and prints both as JSON."""

import json
import sys

from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from joserfc.jwk import ECKey

asked = json.load(sys.stdin)
key = asked.get("key")
session = OAuth2Session(
    asked["clientId"],
    ECKey.import_key(key) if key else asked["clientSecret"],
    scope="scim",
    token_endpoint_auth_method=asked["method"],
)
if key:
    session.register_client_auth_method(
        PrivateKeyJWT(asked["tokenUrl"], alg="ES256", headers={"kid": key["kid"]})
    )
token = session.fetch_token(asked["tokenUrl"], grant_type="client_credentials")
users = session.get(f"{asked['scimUrl']}/Users")
print(json.dumps({"type": token["token_type"], "scope": token["scope"], "status": users.status_code}))
