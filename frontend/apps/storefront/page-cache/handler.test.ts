import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Handler } from "@globalmarket/web/process/handler";
import { noteAnswer, notePersonal } from "@globalmarket/web/server/reading";
import { afterEach, beforeEach, expect, it } from "vitest";
import { PageCache } from "./cache.ts";
import { withPageCache } from "./handler.ts";

const PAGE = "/nl-NL/products/bear";
const ANSWER = new Headers({
  "Cache-Tag": "product:1,region",
  "Cache-Change": "5",
  "Cache-Control": "public, max-age=30",
});

let server: Server;
let cache: PageCache;
let made: number;
let more: () => void | Promise<void>;

const make: Handler = async (_request, response) => {
  made += 1;
  noteAnswer(ANSWER);
  await more();
  const nonce = `00000000-0000-4000-8000-${String(made).padStart(12, "0")}`;
  response.setHeader("Content-Security-Policy", `script-src 'nonce-${nonce}'`);
  response.setHeader("Set-Cookie", "visitor=first");
  response.setHeader("Content-Type", "text/html");
  response.write(`<p>page ${made}</p><script nonce="${nonce}">`);
  response.end("</script>");
};

beforeEach(async () => {
  made = 0;
  more = () => undefined;
  cache = new PageCache(1_000_000);
  const handler = withPageCache(cache, make);
  server = createServer((request, response) => void handler(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterEach(() => server.close());

async function get(path = PAGE) {
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { Accept: "text/html" } });
  const text = await response.text();
  const policy = response.headers.get("Content-Security-Policy") ?? "";
  return { text, headers: response.headers, nonce: /'nonce-([^']+)'/.exec(policy)?.[1] ?? "" };
}

it("sends a page again without making it, with a nonce of its own and nobody's cookie", async () => {
  const first = await get();
  const second = await get();

  expect(made).toBe(1);
  expect(second.text).toBe(first.text.replaceAll(first.nonce, second.nonce));
  expect(second.text).toContain(second.nonce);
  expect(second.nonce).not.toBe(first.nonce);
  expect([first.headers.get("Set-Cookie"), second.headers.get("Set-Cookie")]).toEqual(["visitor=first", null]);
  expect(second.headers.get("X-Page-Cache")).toBe("hit");
});

it("makes a page anew when something in it has changed", async () => {
  await get();
  cache.expire("127.0.0.1", ["product:1"], 6);

  expect((await get()).text).toContain("page 2");
});

it("does not keep a page that a change has overtaken while it was made", async () => {
  more = () => cache.expire("127.0.0.1", ["product:1"], 6);

  await get();
  await get();

  expect(made).toBe(2);
});

it("never keeps what is one visitor's own", async () => {
  more = notePersonal;

  await get();
  await get();

  expect(made).toBe(2);
});

it("keeps the picture of a shared link as it is, whatever is accepted", async () => {
  const picture = Buffer.from([0xff, 0xd8, 0xff, 0x00, 0x80, 0xfe]);
  server.removeAllListeners("request");
  const handler = withPageCache(cache, async (_request, response) => {
    made += 1;
    noteAnswer(ANSWER);
    response.setHeader("Content-Security-Policy", "script-src 'nonce-00000000-0000-4000-8000-000000000000'");
    response.setHeader("Content-Type", "image/jpeg");
    response.end(picture);
  });
  server.on("request", (request, response) => void handler(request, response));
  const { port } = server.address() as AddressInfo;
  const ask = () => fetch(`http://127.0.0.1:${port}${PAGE}/card.jpg?v=${made}`, { headers: { Accept: "*/*" } });

  const answers = [await ask(), await ask()];
  const bodies = await Promise.all(answers.map(async (answer) => Buffer.from(await answer.arrayBuffer())));

  expect(made).toBe(1);
  expect(bodies).toEqual([picture, picture]);
  cache.expire("127.0.0.1", ["product:1"], 6);
  await ask();
  expect(made).toBe(2);
});

it("makes one page for all who ask for it at the same time", async () => {
  let goOn: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  more = () => gate;
  const asked = Array.from({ length: 10 }, () => get());
  while (made === 0) await new Promise((resolve) => setImmediate(resolve));
  goOn();

  const texts = (await Promise.all(asked)).map(({ text, nonce }) => text.replaceAll(nonce, ""));

  expect(made).toBe(1);
  expect(new Set(texts).size).toBe(1);
});
