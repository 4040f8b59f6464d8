#!/usr/bin/env bash
# Package: github.com/scim2/filter-parser/v2 v2.3.1 (Go)
# Expected: RFC 7644 section 3.4.2.2 (compValue rule): a string is a JSON string, and its value is what the
#   escapes stand for.
# Behaviour: The value keeps the backslashes, and the escape by number is a parsing error.
# Output seen:
#   title eq "a \"b\" c" | a \"b\" c | true
#   title eq "b\u006aensen" | <nil> | false
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
	for _, text := range []string{`title eq "a \"b\" c"`, `title eq "b\u006aensen"`} {
		parsed, err := filter.ParseAttrExp([]byte(text))
		fmt.Println(text, "|", parsed.CompareValue, "|", err == nil)
	}
}
PROBE
cat >expected <<'SEEN'
title eq "a \"b\" c" | a \"b\" c | true
title eq "b\u006aensen" | <nil> | false
SEEN
go run -mod=mod probe.go | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
