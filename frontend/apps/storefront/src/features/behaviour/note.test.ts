import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { listen, note } from "./note";

beforeEach(() => browser("gm_counted=yes"));
afterEach(() => vi.unstubAllGlobals());

/** The browser, with what the visitor answered in its cookies. */
function browser(cookie: string, navigator: object = {}): void {
  vi.stubGlobal("document", { cookie });
  vi.stubGlobal("navigator", navigator);
}

it("keeps what happens before the page listens, and passes on what follows", () => {
  const heard: string[] = [];
  note({ kind: "view", product_id: "prod_1" });

  const end = listen(({ kind }) => heard.push(kind));
  note({ kind: "add", product_id: "prod_1" });
  end();
  listen(({ kind }) => heard.push(kind))();

  expect(heard).toEqual(["view", "add"]);
});

it.each([
  ["has not answered", "session=1", {}],
  ["said no", "a=1; gm_counted=no", {}],
  ["has a browser that says no", "gm_counted=yes", { globalPrivacyControl: true }],
  ["has an older browser that says no", "gm_counted=yes", { doNotTrack: "1" }],
])("forgets at once what a visitor does who %s", (_, cookie, navigator) => {
  browser(cookie, navigator);
  const heard: string[] = [];
  note({ kind: "view", product_id: "prod_1" });

  listen(({ kind }) => heard.push(kind))();

  expect(heard).toEqual([]);
});

it("says when it happened", () => {
  const times: string[] = [];
  const end = listen(({ at }) => times.push(at));
  note({ kind: "search", query: "mug" });
  end();

  expect(times.at(-1)).toMatch(/^\d{4}-\d{2}-\d{2}T/);
});
