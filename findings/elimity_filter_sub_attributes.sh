#!/usr/bin/env bash
# Package: github.com/elimity-com/scim v0.0.0-20260728105928-2641426a1539 (Go)
# Expected: RFC 7644 section 3.4.2.2: `emails.type eq "work"`, which the RFC has as an example, matches a
#   user with such an address.
# Behaviour: The filter is valid and never matches: "the target is not a complex attribute"; with square
#   brackets it does.
# Output seen:
#   emails.type eq "work" | valid: true | result: the target is not a complex attribute
#   emails.type pr | valid: true | result: the target is not a complex attribute
#   emails[type eq "work"] | valid: true | result: <nil>
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
go mod init probe 2>log
go get github.com/elimity-com/scim@v0.0.0-20260728105928-2641426a1539 2>log || { cat log; exit 2; }

cat >probe.go <<'PROBE'
package main

import (
	"fmt"

	"github.com/elimity-com/scim/filter"
	"github.com/elimity-com/scim/schema"
)

func main() {
	user := map[string]any{"emails": []any{map[string]any{"type": "work", "value": "babs@example.com"}}}
	for _, text := range []string{`emails.type eq "work"`, `emails.type pr`, `emails[type eq "work"]`} {
		validator, err := filter.NewValidator(text, schema.CoreUserSchema())
		if err != nil {
			panic(err)
		}
		fmt.Println(text, "| valid:", validator.Validate() == nil, "| result:", validator.PassesFilter(user))
	}
}
PROBE
cat >expected <<'SEEN'
emails.type eq "work" | valid: true | result: the target is not a complex attribute
emails.type pr | valid: true | result: the target is not a complex attribute
emails[type eq "work"] | valid: true | result: <nil>
SEEN
go run -mod=mod probe.go | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
