import "server-only";
import { Refused } from "@globalmarket/api";
import { attachment } from "@globalmarket/web/server/files";
import { requirePerson } from "@globalmarket/web/server/person";
import { patientApi } from "@globalmarket/web/server/site";
import { chosenIds } from "./chosen";

/** A file for the orders that the request names. */
export async function printed(
  request: Request,
  path: "/api/v1/vendor/packing-slips.pdf" | "/api/v1/vendor/pick-list.pdf",
  name: string,
): Promise<Response> {
  const ids = chosenIds(new URL(request.url).searchParams.get("orders")?.split(","));
  await requirePerson(`/orders/chosen?${ids.map((id) => `order=${id}`).join("&")}`);
  const orders = ids.join();
  const api = await patientApi();
  try {
    const { data } = await api.GET(path, { params: { query: { orders } }, parseAs: "stream" });
    return attachment(data as unknown as ReadableStream, "application/pdf", name);
  } catch (error) {
    if (error instanceof Refused && error.status < 500) return new Response(null, { status: error.status });
    throw error;
  }
}
