"""Reads names of steps, one a line, runs each, and answers with a line: "done" and its result, or "failed" and why."""

import os
import sys

URL = os.environ["SCIM_URL"]
TOKEN = os.environ["SCIM_TOKEN"]


def serve(steps):
    for line in sys.stdin:
        try:
            answer = f"done {steps[line.strip()]() or ''}"
        except Exception as error:
            answer = f"failed {error!r}"
        print(" ".join(answer.split()), flush=True)
