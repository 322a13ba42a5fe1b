import { fetchFromApi, internalApiAddress } from "@globalmarket/web/server/transport";
import { findMachineShop, noShop } from "@/server/machine";

/** Where a mail program sends a POST when its reader wants no more mails to a segment: one click, no page (RFC 8058). */
export async function POST(request: Request): Promise<Response> {
  const shop = await findMachineShop(request);
  if (!shop) return noShop();
  const form = await request.formData().catch(() => null);
  if (form?.get("List-Unsubscribe") !== "One-Click") return new Response(null, { status: 400 });
  const token = new URL(request.url).searchParams.get("token") ?? "";
  const address = request.headers.get("x-forwarded-for")?.split(",").at(-1)?.trim();
  const answer = await fetchFromApi(
    new Request(`${internalApiAddress(shop.host)}/api/v1/store/unsubscriptions`, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...(address ? { "X-Forwarded-For": address } : {}) },
      body: JSON.stringify({ token }),
    }),
  );
  return new Response(null, { status: answer.status });
}
