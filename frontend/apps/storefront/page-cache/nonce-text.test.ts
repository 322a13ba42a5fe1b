import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { NonceText } from "./nonce-text.ts";

const OLD = "0b6cb6d4-6a75-4a2c-8b4e-111111111111";
const NEW = "ffffffff-1111-4a2c-8b4e-0b6cb6d46a75";

/** Like a page: words that come again, far apart too, and bits of the old nonce where they are none. */
function text(nonce: string): string {
  const line = (number: number) =>
    `<script nonce="${nonce}">self.push(${number}, "0b6cb6d4 6a75 ${"ب".repeat(number % 7)}")</script>\n`;
  const far = Array.from({ length: 9000 }, (_, number) => (number * 7919).toString(36)).join(" ");
  return `<!DOCTYPE html>${[1, 2, 3, 4, 5, 6, 7, 8].map(line).join("")}${far}${[9, 10, 11].map(line).join("")}${nonce}`;
}

describe("a text with a nonce in many places", () => {
  it.each(["plain", "gzip"] as const)("is itself with the next nonce, %s", (form) => {
    const kept = new NonceText(text(OLD), OLD);

    const sent = [OLD, NEW, OLD].map((nonce) => kept[form](nonce));

    const read = sent.map((one) => (form === "gzip" ? gunzipSync(one) : one).toString());
    expect(read).toEqual([text(OLD), text(NEW), text(OLD)]);
  });

  it("is hardly larger compressed in parts than as a whole", () => {
    const whole = gzipSync(text(OLD), { level: 9 }).length;

    expect(new NonceText(text(OLD), OLD).gzip(NEW).length).toBeLessThan(whole * 1.1);
  });

  it("refuses a nonce of another length", () => {
    expect(() => new NonceText(text(OLD), OLD).gzip("short")).toThrow("another length");
  });

  it.each(["", OLD, `${OLD}${OLD}`])("may be no more than %j", (whole) => {
    const kept = new NonceText(whole, OLD);

    expect(gunzipSync(kept.gzip(NEW)).toString()).toBe(whole.replaceAll(OLD, NEW));
  });
});
