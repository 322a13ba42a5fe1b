import { ApiUnavailable, Refused } from "@globalmarket/api";
import { attachment, fetchFile } from "@globalmarket/web/server/files";
import { requirePerson } from "@globalmarket/web/server/person";
import { privateApi } from "@globalmarket/web/server/site";

/** A paper that the vendor has shown the marketplace. The browser gets it from here: the API's link never reaches it. */
export async function GET(
  _request: Request,
  { params }: RouteContext<"/[locale]/settings/papers/[id]">,
): Promise<Response> {
  const { id } = await params;
  await requirePerson("/settings/papers");
  const api = await privateApi();
  try {
    const path = { document_id: id };
    const { data } = await api.POST("/api/v1/vendor/documents/{document_id}/links", { params: { path } });
    const answer = await fetchFile(data?.url ?? "");
    if (!answer.ok) throw new ApiUnavailable(`${answer.status} for a paper's file`);
    const type = answer.headers.get("Content-Type") ?? "application/octet-stream";
    return attachment(await answer.arrayBuffer(), type, id);
  } catch (error) {
    if (error instanceof Refused && error.status < 500) return new Response(null, { status: error.status });
    throw error;
  }
}
