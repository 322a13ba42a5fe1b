import { createHmac, timingSafeEqual } from "node:crypto";

/** What the marketplace tells when answers of its API have expired. */
export interface Notice {
  host: string;
  tags: string[];
  change: number;
}

const OLDEST_S = 300;
const SIGNATURE = /^t=(\d+),v1=([0-9a-f]{64})$/;

/** The notice in a request's body; null if it is not signed with the secret, or not now. `now` in milliseconds since 1970. */
export function readNotice(body: string, signature: string | undefined, secret: string, now: number): Notice | null {
  const [, time, sent] = SIGNATURE.exec(signature ?? "") ?? [];
  if (!secret || !time || !sent || Math.abs(now / 1000 - Number(time)) > OLDEST_S) return null;
  const expected = createHmac("sha256", secret).update(`${time}.${body}`).digest();
  if (!timingSafeEqual(expected, Buffer.from(sent, "hex"))) return null;
  const { host, tags, change } = JSON.parse(body) as Notice;
  return { host, tags, change };
}
