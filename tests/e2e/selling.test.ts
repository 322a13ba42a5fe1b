import { afterEach, expect, it } from "vitest";
import { callApi, findBuyable } from "./support/api.ts";
import { useShoppers } from "./support/shop.ts";

const STAFF = { audience: "staff", email: "admin@demo.example", password: "marketplace-demo" };

const shopper = useShoppers();
let vendorId = "";

// The other tests buy from this vendor.
afterEach(() => (vendorId ? moveVendor("reinstate") : undefined));

async function moveVendor(move: "suspend" | "reinstate"): Promise<number> {
  const { body: login } = await callApi("eu", "auth/login", { method: "POST", body: STAFF });
  const headers = { Authorization: `Bearer ${login.access_token}`, "Idempotency-Key": crypto.randomUUID() };
  const body = { reason: "For a test" };
  return (await callApi("eu", `admin/vendors/${vendorId}/${move}`, { method: "POST", headers, body })).status;
}

it("an open product page says that its vendor is suspended, and sells again once it is reinstated", async () => {
  const visitor = await shopper({ region: "eu", locale: "en-NL" });
  const [, product] = await findBuyable("eu", "en-NL", 2);
  vendorId = (await callApi("eu", `store/vendors/${product?.vendor}`)).body.id;
  const [connected] = await Promise.all([
    visitor.page.waitForEvent("websocket"),
    visitor.open(`/products/${product?.slug}`),
  ]);
  await connected.waitForEvent("framereceived", ({ payload }) => String(payload).includes('"ready"'));

  expect(await moveVendor("suspend")).toBe(200);
  await visitor.page.locator("main").getByText(visitor.text("product.not_sold")).last().waitFor();
  expect(await visitor.page.getByRole("button", { name: visitor.text("cart.add"), exact: true }).count()).toBe(0);

  expect(await moveVendor("reinstate")).toBe(200);
  await visitor.page.getByRole("button", { name: visitor.text("cart.add"), exact: true }).waitFor();
});
