"""An identity provider of pysaml2 for the tests, as its example idp2 does it. It has no sign-in page: everybody is Ann."""

import json
import logging
import os
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

from saml2 import BINDING_HTTP_POST, BINDING_HTTP_REDIRECT
from saml2.config import IdPConfig
from saml2.metadata import entity_descriptor
from saml2.saml import AUTHN_PASSWORD, NAMEID_FORMAT_PERSISTENT, NAMEID_FORMAT_TRANSIENT
from saml2.server import Server

url, directory, ann = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])


def path(name):
    return os.path.join(directory, name)


def config():
    """Reads the metadata of the service providers that are known by now."""
    known = [path(name) for name in sorted(os.listdir(directory)) if name.startswith("sp")]
    return IdPConfig().load(
        {
            "entityid": url + "/metadata",
            "key_file": path("key.pem"),
            "cert_file": path("certificate.pem"),
            "xmlsec_binary": "/usr/bin/xmlsec1",
            "metadata": {"local": known} if known else {},
            "service": {
                "idp": {
                    "endpoints": {
                        "single_sign_on_service": [
                            (url + "/sso", BINDING_HTTP_REDIRECT),
                            (url + "/sso", BINDING_HTTP_POST),
                        ]
                    },
                    "name_id_format": [NAMEID_FORMAT_TRANSIENT, NAMEID_FORMAT_PERSISTENT],
                    "subject_data": path("subjects"),
                    "sign_assertion": True,
                    "signing_algorithm": "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
                    "digest_algorithm": "http://www.w3.org/2001/04/xmlenc#sha256",
                }
            },
        }
    )


def answer(fields, binding):
    """The page that posts the answer to an AuthnRequest."""
    idp = Server(config=config())
    request = idp.parse_authn_request(fields["SAMLRequest"], binding).message
    args = idp.response_args(request, [BINDING_HTTP_POST])
    response = idp.create_authn_response(
        {"mail": ann["email"], "givenName": ann["givenName"], "sn": ann["surname"]},
        userid=ann["username"],
        authn={"class_ref": AUTHN_PASSWORD, "authn_auth": url},
        **args,
    )
    page = idp.apply_binding(
        BINDING_HTTP_POST, str(response), args["destination"], fields.get("RelayState", ""), response=True
    )
    idp.close()
    return page["data"]


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/metadata":
            return self.reply(200, str(entity_descriptor(config())))
        return self.sign_on(urlsplit(self.path).query, BINDING_HTTP_REDIRECT)

    def do_POST(self):
        return self.sign_on(self.body(), BINDING_HTTP_POST)

    def do_PUT(self):
        with open(path("sp%d.xml" % len(os.listdir(directory))), "w") as file:
            file.write(self.body())
        return self.reply(200, "")

    def sign_on(self, form, binding):
        try:
            fields = {name: values[0] for name, values in parse_qs(form).items()}
            return self.reply(200, answer(fields, binding))
        except Exception as error:
            logging.exception("refused")
            return self.reply(403, str(error))

    def body(self):
        return self.rfile.read(int(self.headers["content-length"])).decode()

    def reply(self, status, text):
        self.send_response(status)
        self.end_headers()
        self.wfile.write(text.encode())


host = urlsplit(url)
HTTPServer((host.hostname, host.port), Handler).serve_forever()
