import { isOwnOrigin } from "@globalmarket/web/server/origin";
import { privateApi } from "@globalmarket/web/server/site";

/** The address of a connection that brings the live metrics. Its ticket works once; the page never sees the person's token. */
export async function POST(request: Request): Promise<Response> {
  if (!(await isOwnOrigin())) return new Response(null, { status: 403 });
  const api = await privateApi();
  try {
    const { data } = await api.POST("/api/v1/live/tickets", { body: { order_id: "" }, signal: request.signal });
    const query = new URLSearchParams({ ticket: data?.ticket ?? "" });
    return Response.json({ address: `${data?.websocket_url}?${query}` }, { headers: { "Cache-Control": "no-store" } });
  } catch {
    return new Response(null, { status: 503 }); // without a connection the page is made anew from time to time
  }
}
