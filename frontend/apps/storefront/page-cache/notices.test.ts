import { createHmac } from "node:crypto";
import { expect, it } from "vitest";
import { readNotice } from "./notices.ts";

const SECRET = "a secret of the marketplace and its web server";
const NOW = 1_796_000_000_000;
const BODY = JSON.stringify({
  tenant: "eu",
  host: "eu.localhost",
  tags: ["product:1"],
  change: 7,
  sent_at: 1_796_000_000,
});

function signature(secret = SECRET, time = NOW / 1000, body = BODY): string {
  return `t=${time},v1=${createHmac("sha256", secret).update(`${time}.${body}`).digest("hex")}`;
}

it("reads a notice that is signed", () => {
  expect(readNotice(BODY, signature(), SECRET, NOW)).toEqual({ host: "eu.localhost", tags: ["product:1"], change: 7 });
});

it.each([
  ["without a signature", BODY, undefined, SECRET],
  ["with another's secret", BODY, signature("another"), SECRET],
  ["about something else than what was signed", BODY.replace("eu", "mena"), signature(), SECRET],
  ["from ten minutes ago", BODY, signature(SECRET, NOW / 1000 - 600), SECRET],
  ["where no secret is set", BODY, signature(""), ""],
])("refuses one %s", (_, body, sent, secret) => {
  expect(readNotice(body, sent, secret, NOW)).toBeNull();
});
