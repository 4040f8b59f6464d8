#!/usr/bin/env bash
# Package: github.com/elimity-com/scim v0.0.0-20260728105928-2641426a1539 (Go)
# Expected: RFC 7643 section 3.3: the attributes of an extension sit in an object named by the URN of its
#   schema, and RFC 7644 section 3.10 names them in a filter.
# Behaviour: The filter is valid and does not match the resource of the RFC's form, only one whose key is
#   the full name with the URN.
# Output seen:
#   valid: true
#   object: the resource does contain the attribute specified in the filter
#   flattened: <nil>
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
	urn := schema.ExtensionEnterpriseUser().ID
	validator, err := filter.NewValidator(urn+`:department eq "Sales"`, schema.CoreUserSchema(), schema.ExtensionEnterpriseUser())
	if err != nil {
		panic(err)
	}
	fmt.Println("valid:", validator.Validate() == nil)
	fmt.Println("object:", validator.PassesFilter(map[string]any{urn: map[string]any{"department": "Sales"}}))
	fmt.Println("flattened:", validator.PassesFilter(map[string]any{urn + ":department": "Sales"}))
}
PROBE
cat >expected <<'SEEN'
valid: true
object: the resource does contain the attribute specified in the filter
flattened: <nil>
SEEN
go run -mod=mod probe.go | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
