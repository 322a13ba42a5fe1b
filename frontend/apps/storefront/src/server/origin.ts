import "server-only";
import { headers } from "next/headers";
import { currentShop } from "./shop";

/** Whether the request comes from a page of this shop. For changes by POST; Next.js checks this for server actions itself. */
export async function isOwnOrigin(): Promise<boolean> {
  const { origin } = await currentShop();
  return (await headers()).get("origin") === origin;
}
