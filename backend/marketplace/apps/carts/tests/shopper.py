"""A caller with a cart, for tests of the endpoints."""

import msgspec


class Shopper:
    """A caller with a cart."""

    def __init__(self, api, *, token=None, secret="", tenant="eu"):
        self.api, self.token, self.secret, self.tenant = api, token, secret, tenant
        self.cart = {}

    def send(self, method, path="", body=None, *, status=200, **options):
        headers = {"Cart-Token": self.secret} if self.secret else {}
        response = self.api.send(method, f"store/carts{path}", body, tenant=self.tenant, token=self.token, headers=headers, **options)
        assert response.status_code == status, response.content
        answer = msgspec.json.decode(response.content)
        if "vendors" in answer:
            self.cart = answer
            self.secret = answer["token"] or self.secret
        return answer

    def open(self, body=None, **options):
        return self.send("POST", "", body or {}, **{"status": 201, **options})

    def change(self, method, path="", body=None, **options):
        return self.send(method, f"/{self.cart['id']}{path}", body, **options)

    def add(self, variant_id, quantity=1, **options):
        return self.change("POST", "/lines", {"variant_id": variant_id, "quantity": quantity}, **options)

    @property
    def quantities(self):
        return {line["variant_id"]: line["quantity"] for vendor in self.cart["vendors"] for line in vendor["lines"]}
