import { expect, it } from "vitest";
import { MOST_ORDERS, secretOf, withSecret } from "./secrets";

it("finds the secret of each remembered order", () => {
  const text = withSecret(withSecret(undefined, "ord_1", "one-secret"), "ord_2", "another_secret");

  expect(secretOf(text, "ord_1")).toBe("one-secret");
  expect(secretOf(text, "ord_2")).toBe("another_secret");
  expect(secretOf(text, "ord_")).toBeNull();
  expect(secretOf(undefined, "ord_1")).toBeNull();
});

it("keeps one secret for an order, the newest", () => {
  const text = withSecret(withSecret(undefined, "ord_1", "old"), "ord_1", "new");

  expect(text).toBe("ord_1.new");
});

it("forgets the oldest orders, so that the cookie stays small", () => {
  let text: string | undefined;
  for (let number = 0; number <= MOST_ORDERS; number++) text = withSecret(text, `ord_${number}`, "secret");

  expect(secretOf(text, "ord_0")).toBeNull();
  expect(secretOf(text, `ord_${MOST_ORDERS}`)).toBe("secret");
});

it("takes nothing in that would write other entries", () => {
  expect(withSecret("ord_1.one", "ord_2", "two~ord_1.stolen")).toBe("ord_1.one");
  expect(withSecret("ord_1.one", "ord_2.x~", "two")).toBe("ord_1.one");
});
