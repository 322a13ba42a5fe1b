import { expect, it } from "vitest";
import { findBuyable } from "./support/api.ts";
import { whileSuspended } from "./support/operator.ts";
import { useShoppers } from "./support/shop.ts";

const shopper = useShoppers();

it("an open product page says that its vendor is suspended, and sells again once it is reinstated", async () => {
  const visitor = await shopper({ region: "eu", locale: "en-NL" });
  const [, , , product] = await findBuyable("eu", "en-NL", 4);
  const isConnected = new Promise<void>((resolve) => {
    visitor.page.on("websocket", (socket) =>
      socket.on("framereceived", ({ payload }) => String(payload).includes('"ready"') && resolve()),
    );
  });
  await visitor.open(`/products/${product?.slug}`);
  await isConnected;

  await whileSuspended("eu", product?.vendor ?? "", async () => {
    await visitor.page.locator("main").getByText(visitor.text("product.not_sold")).last().waitFor();
    expect(await visitor.page.getByRole("button", { name: visitor.text("cart.add"), exact: true }).count()).toBe(0);
  });

  await visitor.page.getByRole("button", { name: visitor.text("cart.add"), exact: true }).waitFor();
});
