// An identity provider of crewjam's samlidp for the tests: its example, with the address, the key and the person given.
package main

import (
	"crypto/tls"
	"crypto/x509"
	"log"
	"net/http"
	"net/url"
	"os"

	"github.com/crewjam/saml/logger"
	"github.com/crewjam/saml/samlidp"
)

func main() {
	address, certificate, key := os.Args[1], os.Args[2], os.Args[3]
	base, err := url.Parse(address)
	must(err)
	pair, err := tls.LoadX509KeyPair(certificate, key)
	must(err)
	leaf, err := x509.ParseCertificate(pair.Certificate[0])
	must(err)
	server, err := samlidp.New(samlidp.Options{
		URL:         *base,
		Key:         pair.PrivateKey,
		Logger:      logger.DefaultLogger,
		Certificate: leaf,
		Store:       &samlidp.MemoryStore{},
	})
	must(err)
	must(http.ListenAndServe(base.Host, server))
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
