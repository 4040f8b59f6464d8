#!/usr/bin/env bash
# Package: standardwebhooks 1.1.0 (PyPI)
# Expected: Standard Webhooks, the header `webhook-timestamp`: the number of seconds since the epoch, and a Python datetime
#   with an offset names one such second.
# Behaviour: `sign` replaces the offset with UTC: the same moment, written with another offset, gets the signature
#   of another second, and `verify` of the same library refuses it. A datetime without an offset is taken as UTC, where
#   Python takes local time.
# Output seen:
#   +0 is verified
#   +2 No matching signature found
#   -5 No matching signature found
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check standardwebhooks==1.1.0

cat >probe.py <<'PROBE'
from datetime import datetime, timedelta, timezone
from standardwebhooks import Webhook, WebhookVerificationError

webhook = Webhook("whsec_" + "c2VjcmV0" * 4)
now = datetime.now(timezone.utc)
for hours in (0, 2, -5):
    moment = now.astimezone(timezone(timedelta(hours=hours)))
    assert moment == now
    headers = {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": webhook.sign("msg_1", moment, "{}"),
    }
    try:
        webhook.verify("{}", headers)
        print(f"{hours:+} is verified")
    except WebhookVerificationError as error:
        print(f"{hours:+} {error}")
PROBE
cat >expected <<'SEEN'
+0 is verified
+2 No matching signature found
-5 No matching signature found
SEEN
venv/bin/python probe.py | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
