import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Handler } from "../process/handler.ts";
import { withMissingPage } from "./missing.ts";

let server: Server;
let make: Handler;

beforeEach(async () => {
  make = app;
  const handler = withMissingPage((request, response) => make(request, response));
  server = createServer((request, response) => void handler(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterEach(() => server.close());

function ask(path: string, init: RequestInit = {}): Promise<Response> {
  const { port } = server.address() as AddressInfo;
  return fetch(`http://127.0.0.1:${port}${path}`, { ...init, headers: { Accept: "text/html", ...init.headers } });
}

/** An app with two pages; as under Next.js, a page ends when all of it has been sent. */
const app: Handler = async (request, response) => {
  const isMissing = request.url === "/de-DE/missing";
  const isThere = request.url === "/de-DE" || isMissing;
  response.statusCode = isThere ? 200 : 404;
  response.setHeader("Content-Type", "text/html; charset=utf-8");
  response.appendHeader("Set-Cookie", "kept=1");
  if (!isThere) response.setHeader("X-Of-The-Page", "1");
  const sent = new Promise((resolve) => response.once("finish", resolve));
  response.flushHeaders();
  response.write(isThere ? `<p>${isMissing ? "Nothing here" : "Home"}, ` : "<html id=__next_error__>");
  response.end(isThere ? `${request.method} ${request.headers.host}</p>` : "</html>");
  await sent;
};

describe("a page that is not there", () => {
  it("is answered with the app's own, whole, with status 404 and the visitor's cookies", async () => {
    const answer = await ask("/de-DE/nowhere");
    const text = await answer.text();

    expect(answer.status).toBe(404);
    expect(text).toMatch(/^<p>Nothing here, GET 127\.0\.0\.1:\d+<\/p>$/);
    expect(answer.headers.get("X-Of-The-Page")).toBeNull();
    expect(answer.headers.get("Set-Cookie")).toContain("kept=1");
  });

  it("is answered so after a form was sent, whose body has been read", async () => {
    make = async (request, response) => {
      for await (const _ of request);
      await app(request, response);
    };

    const answer = await ask("/de-DE/nowhere", { method: "POST", body: new URLSearchParams({ a: "1" }) });

    expect([answer.status, await answer.text()]).toEqual([404, expect.stringContaining("Nothing here, GET")]);
  });

  it("has the same status at the page's own address", async () => {
    const answer = await ask("/de-DE/missing");

    expect([answer.status, await answer.text()]).toEqual([404, expect.stringContaining("Nothing here")]);
  });

  it("keeps the status of a fault in the page that stands in for it", async () => {
    make = async (request, response) => {
      if (request.url !== "/de-DE/missing") return app(request, response);
      response.statusCode = 500;
      response.end("a fault");
    };

    const answer = await ask("/de-DE/nowhere");

    expect([answer.status, await answer.text()]).toEqual([500, "a fault"]);
  });

  it.each([
    ["a part of a page", "/de-DE/nowhere", { RSC: "1" }],
    ["what a script asks for", "/de-DE/nowhere", { Accept: "*/*" }],
    ["an address without a locale", "/nowhere", {}],
  ])("is left as it is for %s", async (_, path, headers) => {
    const answer = await ask(path, { headers: headers as Record<string, string> });

    expect([answer.status, await answer.text()]).toEqual([404, "<html id=__next_error__></html>"]);
  });
});

it("a page that is there is sent as it is", async () => {
  const answer = await ask("/de-DE");

  expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining("Home")]);
});

it("a failure before the first byte reaches the handler around it", async () => {
  const handler = withMissingPage(() => Promise.reject(new Error("no page")));
  const request = { url: "/de-DE", headers: { accept: "text/html" } };

  await expect(
    handler(request as never, { write() {}, end() {}, writeHead() {}, flushHeaders() {} } as never),
  ).rejects.toThrow("no page");
});
