import "server-only";
import { fetchFile } from "@globalmarket/web/server/files";

const LARGEST = 10 * 1024 * 1024;

/** A picture that the API has named; null if it cannot be had now: the page or picture that it is for does without. */
export async function findPicture(url: string): Promise<Buffer | null> {
  try {
    const answer = await fetchFile(url);
    if (!answer.ok || Number(answer.headers.get("content-length")) > LARGEST) return null;
    return Buffer.from(await answer.arrayBuffer());
  } catch {
    return null;
  }
}
