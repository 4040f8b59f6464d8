#!/usr/bin/env bash
# Package: github.com/crewjam/saml v0.6.3 (Go)
# Expected: saml-bindings-2.0-os section 3.4.4.1: the signature of a redirected AuthnRequest is in the
#   parameters SigAlg and Signature, so an identity provider that stops for a login keeps them.
# Behaviour: The login form posts SAMLRequest and RelayState only, and what the user posts is refused as an
#   unsigned request, with the right password: a service provider that signs by redirect cannot have a new
#   login.
# Output seen:
#   the request is signed: false
#   the form has SAMLRequest
#   the form has RelayState
#   answer to the login: 200 with a response: true
#   the request is signed: true
#   the form has SAMLRequest
#   the form has RelayState
#   answer to the login: 400 with a response: false
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
go mod init probe 2>log
go get github.com/crewjam/saml@v0.6.3 2>log || { cat log; exit 2; }

cat >probe.go <<'PROBE'
package main

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"html"
	"io"
	"log"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/crewjam/saml"
	"github.com/crewjam/saml/samlidp"
	"golang.org/x/crypto/bcrypt"
)

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func address(text string) url.URL { return *must(url.Parse(text)) }

func try(method string) {
	key := must(rsa.GenerateKey(rand.Reader, 2048))
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "acme.test"}, NotAfter: time.Now().Add(time.Hour)}
	certificate := must(x509.ParseCertificate(must(x509.CreateCertificate(rand.Reader, template, template, key.Public(), key))))

	store := &samlidp.MemoryStore{}
	options := samlidp.Options{URL: address("https://idp.acme.test"), Key: key, Certificate: certificate, Store: store, Logger: log.New(io.Discard, "", 0)}
	sp := saml.ServiceProvider{
		Key: key, Certificate: certificate, SignatureMethod: method,
		MetadataURL: address("https://sp.acme.test/metadata"), AcsURL: address("https://sp.acme.test/acs"),
	}
	metadata := sp.Metadata()
	hash := must(bcrypt.GenerateFromPassword([]byte("a good password"), bcrypt.MinCost))
	if err := store.Put("/services/sp", samlidp.Service{Name: "sp", Metadata: *metadata}); err != nil {
		panic(err)
	}
	if err := store.Put("/users/babs", samlidp.User{Name: "babs", Email: "babs@acme.test", HashedPassword: hash}); err != nil {
		panic(err)
	}
	server := must(samlidp.New(options))
	sp.IDPMetadata = server.IDP.Metadata()

	target := must(sp.MakeRedirectAuthenticationRequest("state"))
	fmt.Println("the request is signed:", target.Query().Has("Signature"))
	page := httptest.NewRecorder()
	server.ServeHTTP(page, httptest.NewRequest(http.MethodGet, target.String(), nil))
	form := url.Values{"user": {"babs"}, "password": {"a good password"}}
	for _, field := range regexp.MustCompile(`type="hidden" name="(\w+)" value="([^"]*)"`).FindAllStringSubmatch(page.Body.String(), -1) {
		fmt.Println("the form has", field[1])
		form.Set(field[1], html.UnescapeString(field[2]))
	}
	request := httptest.NewRequest(http.MethodPost, "https://idp.acme.test/sso", strings.NewReader(form.Encode()))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer := httptest.NewRecorder()
	server.ServeHTTP(answer, request)
	fmt.Println("answer to the login:", answer.Code, "with a response:", strings.Contains(answer.Body.String(), "SAMLResponse"))
}

func main() {
	try("")
	try("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256")
}
PROBE
cat >expected <<'SEEN'
the request is signed: false
the form has SAMLRequest
the form has RelayState
answer to the login: 200 with a response: true
the request is signed: true
the form has SAMLRequest
the form has RelayState
answer to the login: 400 with a response: false
SEEN
go run -mod=mod probe.go | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
