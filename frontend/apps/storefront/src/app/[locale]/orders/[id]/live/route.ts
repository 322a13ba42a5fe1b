import { isOwnOrigin } from "@globalmarket/web/server/origin";
import { orderSecret } from "@/features/orders/order-cookie";
import { privateApi } from "@/server/shop";

/** The address of a connection that tells what becomes of this order. Its ticket works once; the page never sees the order's secret. */
export async function POST(request: Request, { params }: RouteContext<"/[locale]/orders/[id]/live">) {
  if (!(await isOwnOrigin())) return new Response(null, { status: 403 });
  const { id } = await params;
  const api = await privateApi(await orderSecret(id));
  try {
    const { data } = await api.POST("/api/v1/live/tickets", {
      body: { order_id: id },
      signal: request.signal,
    });
    const query = new URLSearchParams({ ticket: data?.ticket ?? "" });
    return Response.json({ address: `${data?.websocket_url}?${query}` }, { headers: { "Cache-Control": "no-store" } });
  } catch {
    return new Response(null, { status: 503 }); // without a connection the page polls
  }
}
