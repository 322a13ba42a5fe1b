import "server-only";
import { headers } from "next/headers";
import { currentSite } from "./site";

/** Whether the request comes from a page of this site. For changes by POST; Next.js checks this for server actions itself. */
export async function isOwnOrigin(): Promise<boolean> {
  const { origin } = await currentSite();
  return (await headers()).get("origin") === origin;
}
