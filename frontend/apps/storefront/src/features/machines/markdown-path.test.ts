import { expect, it } from "vitest";
import { markdownPath } from "./markdown-path";

const BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8";

function path(address: string, accept = BROWSER): string | null {
  const { pathname, search } = new URL(address, "https://shop.example");
  return markdownPath({ headers: new Headers({ accept }), nextUrl: { pathname, search } });
}

it.each([
  ["/nl-NL/products/beer.md", "/nl-NL/markdown/products/beer"],
  ["/nl-NL/categories/home.md?brand=a", "/nl-NL/markdown/categories/home?brand=a"],
  ["/nl-NL/search.md?q=mok", "/nl-NL/markdown/search?q=mok"],
  ["/ar-AE/products/%D9%82.md", "/ar-AE/markdown/products/%D9%82"],
])("takes %s to its text", (address, expected) => {
  expect(path(address)).toBe(expected);
});

it("goes by what is accepted, too", () => {
  expect(path("/nl-NL/products/beer", "text/markdown, text/html;q=0.5")).toBe("/nl-NL/markdown/products/beer");
  expect(path("/nl-NL/products/beer")).toBeNull();
});

it.each(["/nl-NL/cart.md", "/nl-NL", "/nl-NL/products/a/b.md"])("knows no text of %s", (address) => {
  expect(path(address)).toBeNull();
});
