import { ApiUnavailable, Refused } from "@globalmarket/api";
import { attachment, fetchFile } from "@globalmarket/web/server/files";
import { requirePerson } from "@globalmarket/web/server/person";
import { privateApi } from "@globalmarket/web/server/site";

/** A label as a PDF. The browser gets it from here: the API's link never reaches it. */
export async function GET(
  _request: Request,
  { params }: RouteContext<"/[locale]/orders/[id]/labels/[label]">,
): Promise<Response> {
  const { id, label } = await params;
  await requirePerson(`/orders/${id}`);
  const api = await privateApi();
  try {
    const path = { vendor_order_id: id, label_id: label };
    const { data } = await api.POST("/api/v1/vendor/orders/{vendor_order_id}/labels/{label_id}/links", {
      params: { path },
    });
    const answer = await fetchFile(data?.url ?? "");
    if (!answer.ok) throw new ApiUnavailable(`${answer.status} for a label's file`);
    return attachment(await answer.arrayBuffer(), "application/pdf", label);
  } catch (error) {
    if (error instanceof Refused && error.status < 500) return new Response(null, { status: error.status });
    throw error;
  }
}
