#!/usr/bin/env bash
# Package: python-jose 3.5.0 (PyPI)
# Expected: RFC 7517 section 5: the order of the keys in a set has no meaning by default, and keys of a type that is not
#   understood should be ignored; section 4.5: `kid` chooses among them.
# Behaviour: `jwt.decode` tries the keys in their order, without a look at `kid`, and fails at the first one of another type:
#   the same token and the same keys, among them an elliptic one, work in one order only.
# Output seen:
#   keys RS256 ES256 token RS256 verified
#   keys RS256 ES256 token ES256 JWKError: Incorrect key type. Expected: 'EC', Received: RSA
#   keys ES256 RS256 token RS256 JWKError: Incorrect key type. Expected: 'RSA', Received: EC
#   keys ES256 RS256 token ES256 verified
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check python-jose==3.5.0 cryptography==50.0.2

cat >probe.py <<'PROBE'
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jose import jwk, jwt


def pair(key, alg):
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return pem, {**jwk.construct(pem.decode(), alg).public_key().to_dict(), "kid": alg, "use": "sig"}


keys = {
    "RS256": pair(rsa.generate_private_key(public_exponent=65537, key_size=2048), "RS256"),
    "ES256": pair(ec.generate_private_key(ec.SECP256R1()), "ES256"),
}
for order in (["RS256", "ES256"], ["ES256", "RS256"]):
    for alg in keys:
        token = jwt.encode({"iss": "https://idp.acme.test"}, keys[alg][0].decode(), alg, headers={"kid": alg})
        try:
            jwt.decode(token, {"keys": [keys[name][1] for name in order]}, algorithms=[alg])
            print("keys", *order, "token", alg, "verified")
        except Exception as error:
            print("keys", *order, "token", alg, f"{type(error).__name__}: {error}")
PROBE
cat >expected <<'SEEN'
keys RS256 ES256 token RS256 verified
keys RS256 ES256 token ES256 JWKError: Incorrect key type. Expected: 'EC', Received: RSA
keys ES256 RS256 token RS256 JWKError: Incorrect key type. Expected: 'RSA', Received: EC
keys ES256 RS256 token ES256 verified
SEEN
venv/bin/python probe.py | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
