import "server-only";
import { publicApiOrigin } from "./environment";
import { currentShop } from "./shop";
import { fetchInside, internalApiAddress } from "./transport";

const TIMEOUT_MS = 5_000;
const LARGEST = 10 * 1024 * 1024;

/** A picture that the API has named; null if it cannot be had now: the page or picture that it is for does without. */
export async function findPicture(url: string): Promise<Buffer | null> {
  const { host } = await currentShop();
  const own = publicApiOrigin(host);
  try {
    const answer = url.startsWith(`${own}/`)
      ? await fetchInside(`${internalApiAddress(host)}${url.slice(own.length)}`)
      : await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!answer.ok || Number(answer.headers.get("content-length")) > LARGEST) return null;
    return Buffer.from(await answer.arrayBuffer());
  } catch {
    return null;
  }
}
