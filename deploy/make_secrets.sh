#!/usr/bin/env bash
# Makes the secrets that compose.yaml mounts, in deploy/secrets; keeps those that exist.
# SMTP_URL is the mail server, as smtp://user:password@host:587.
set -euo pipefail
: "${SMTP_URL:?Set SMTP_URL to your mail server, as smtp://user:password@host:587.}"
cd "$(dirname "$0")"
umask 077
mkdir -p secrets

# Containers read the files as their own users, so the directory protects them.
keep() {
  local file=secrets/$1
  shift
  [ -e "$file" ] && return
  "$@" >"$file"
  chmod 0444 "$file"
}

keep mongo_key openssl rand -base64 512
for name in mongo_root_password mongo_password token_pepper cursor_secret audit_secret saml_secret; do
  keep "$name" openssl rand -hex 32
done
keep mongodb_uri printf 'mongodb://rollcall:%s@mongo1,mongo2,mongo3/rollcall?replicaSet=rs0&authSource=rollcall' \
  "$(cat secrets/mongo_password)"
keep smtp_url printf '%s' "$SMTP_URL"
