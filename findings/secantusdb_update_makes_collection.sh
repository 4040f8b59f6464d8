#!/usr/bin/env bash
# Package: SecantusDB 0.7.0b3, with pymongo 4.20.1 (PyPI)
# Expected: As with MongoDB, an update that matches nothing and has no `upsert` writes nothing: the database is not
#   there afterwards (MongoDB manual, db.collection.updateOne: a collection is created by an upsert).
# Behaviour: Such an update makes the collection and its database; findAndModify and delete do not.
# Output seen:
#   findAndModify []
#   delete []
#   update ['mistyped']
set -euo pipefail
dir=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || true; wait 2>/dev/null; rm -rf "$dir"' EXIT
server=
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check SecantusDB==0.7.0b3 pymongo==4.20.1

port=$(venv/bin/python -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
venv/bin/secantusd-py --host 127.0.0.1 --port "$port" --storage-path "$dir/data" >log 2>&1 &
server=$!

cat >probe.py <<'PROBE'
import sys
from pymongo import MongoClient

client = MongoClient("127.0.0.1", int(sys.argv[1]), directConnection=True)
nobody, change = {"_id": "nobody"}, {"$set": {"a": 1}}


def made(what):
    print(what, [name for name in client.list_database_names() if name == "mistyped"])


marks = client.mistyped.marks
marks.find_one_and_update(nobody, change)
made("findAndModify")
marks.delete_one(nobody)
made("delete")
marks.update_one(nobody, change)
made("update")
PROBE
cat >expected <<'SEEN'
findAndModify []
delete []
update ['mistyped']
SEEN
venv/bin/python probe.py "$port" | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
