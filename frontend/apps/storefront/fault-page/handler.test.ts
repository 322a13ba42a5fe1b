import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { withFaultPage } from "./handler.ts";

let server: Server;
let make: (response: ServerResponse) => void;

beforeEach(async () => {
  const handler = withFaultPage(async (_request, response) => make(response));
  server = createServer((request, response) => void handler(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

function ask(headers: Record<string, string> = {}, path = "/nl-BE/cart"): Promise<Response> {
  const { port } = server.address() as AddressInfo;
  return fetch(`http://127.0.0.1:${port}${path}`, { headers: { Accept: "text/html", ...headers } });
}

const inOneGo = (response: ServerResponse): void => {
  response.writeHead(503, { "Content-Type": "text/plain", "Content-Length": "4" });
  response.end("away");
};
const inParts = (response: ServerResponse): void => {
  response.statusCode = 500;
  response.setHeader("Content-Security-Policy", "script-src 'nonce-of-next'");
  response.flushHeaders();
  response.write("<html id=__next_error__>");
  response.end("</html>");
};

it.each([
  ["in one go", inOneGo, 503],
  ["in parts", inParts, 500],
])("puts a whole page in the reader's language in place of a fault that is sent %s", async (_, fault, status) => {
  make = fault;
  const answer = await ask();
  const text = await answer.text();

  expect(answer.status).toBe(status);
  expect(answer.headers.get("Cache-Control")).toBe("no-store");
  expect(text).toContain('<html lang="nl" dir="ltr">');
  expect(text).toContain("Opnieuw proberen");
  expect(text).not.toMatch(/away|__next_error__/);
  const [, nonce] = /'nonce-([\w-]+)'/.exec(answer.headers.get("Content-Security-Policy") ?? "") ?? [];
  expect(text).toContain(`<style nonce="${nonce}">`);
});

it("goes by the locale that was chosen, then by the browser's languages, where the address has none", async () => {
  make = inOneGo;

  expect(await (await ask({ Cookie: "other=1; gm_locale=ar-AE" }, "/")).text()).toContain('<html lang="ar" dir="rtl">');
  expect(await (await ask({ "Accept-Language": "fr,en;q=0.5" }, "/")).text()).toContain('<html lang="fr" dir="ltr">');
  expect(await (await ask({ "Accept-Language": "xx" }, "/")).text()).toContain('<html lang="en" dir="ltr">');
});

const fine = (response: ServerResponse): void => {
  response.end("fine");
};

it.each([
  ["a page without a fault", {}, fine, 200, "fine"],
  ["what a script asks for", { Accept: "*/*" }, inOneGo, 503, "away"],
  ["a part of a page", { RSC: "1" }, inOneGo, 503, "away"],
  ["the answer to an action", { "Next-Action": "1" }, inOneGo, 503, "away"],
])("leaves %s as it is", async (_, headers, made, status, text) => {
  make = made;
  const answer = await ask(headers as Record<string, string>);

  expect([answer.status, await answer.text()]).toEqual([status, text]);
});
