import "server-only";
import { type Api, createApi, type Region } from "@globalmarket/api";
import { environment } from "@globalmarket/web/server/environment";
import { findRegion, hostOf } from "@globalmarket/web/server/regions";
import { fetchFromApi, internalApiAddress } from "@globalmarket/web/server/transport";

/** A region's shop for a file that has no locale in its address, such as a sitemap: the proxy does not look at these. */
export interface MachineShop {
  /** Of public addresses, with the port. */
  origin: string;
  region: Region;
  host: string;
  api: Api;
}

/** The shop that the request's host names; null if there is none. */
export async function findMachineShop(request: Request): Promise<MachineShop | null> {
  const header = request.headers.get("host");
  const host = hostOf(header);
  const region = host && (await findRegion(host));
  if (!host || !region) return null;
  const api = createApi({ baseUrl: internalApiAddress(host), headers: {}, fetch: fetchFromApi });
  return { origin: `${environment.publicScheme}://${header}`, region, host, api };
}

export function noShop(): Response {
  return new Response("No shop has this address.\n", { status: 404 });
}
