#!/usr/bin/env bash
# Package: github.com/scim2/filter-parser/v2 v2.3.1 (Go)
# Expected: RFC 7644 section 3.4.2.2 (compValue rule): `null` is a value to compare with, and a parsed
#   filter prints as the filter that it was.
# Behaviour: `eq null` prints as `eq` and nothing, which the same library cannot parse.
# Output seen:
#   "title eq true" prints as "title eq true", which parses: true
#   "title eq null" prints as "title eq", which parses: false
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
go mod init probe 2>log
go get github.com/scim2/filter-parser/v2@v2.3.1 2>log || { cat log; exit 2; }

cat >probe.go <<'PROBE'
package main

import (
	"fmt"

	filter "github.com/scim2/filter-parser/v2"
)

func main() {
	for _, text := range []string{"title eq true", "title eq null"} {
		parsed, _ := filter.ParseFilter([]byte(text))
		_, err := filter.ParseFilter([]byte(fmt.Sprint(parsed)))
		fmt.Printf("%q prints as %q, which parses: %t\n", text, parsed, err == nil)
	}
}
PROBE
cat >expected <<'SEEN'
"title eq true" prints as "title eq true", which parses: true
"title eq null" prints as "title eq", which parses: false
SEEN
go run -mod=mod probe.go | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
