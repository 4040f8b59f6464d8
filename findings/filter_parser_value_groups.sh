#!/usr/bin/env bash
# Package: github.com/scim2/filter-parser/v2 v2.3.1 (Go)
# Expected: RFC 7644 section 3.4.2.2 (valFilter and logExp rules): conditions between square brackets may be
#   grouped.
# Behaviour: A filter in square brackets with a group in it is refused; the same conditions without the
#   brackets are accepted.
# Output seen:
#   emails[primary eq true and (type eq "work" or type eq "home")] false
#   emails[(type eq "work" or type eq "home") and primary eq true] false
#   (type eq "work" or type eq "home") and primary eq true true
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
	for _, text := range []string{
		`emails[primary eq true and (type eq "work" or type eq "home")]`,
		`emails[(type eq "work" or type eq "home") and primary eq true]`,
		`(type eq "work" or type eq "home") and primary eq true`,
	} {
		_, err := filter.ParseFilter([]byte(text))
		fmt.Println(text, err == nil)
	}
}
PROBE
cat >expected <<'SEEN'
emails[primary eq true and (type eq "work" or type eq "home")] false
emails[(type eq "work" or type eq "home") and primary eq true] false
(type eq "work" or type eq "home") and primary eq true true
SEEN
go run -mod=mod probe.go | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
