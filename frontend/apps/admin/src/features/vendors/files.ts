import "server-only";
import { ApiUnavailable } from "@globalmarket/api";
import { fetchFile } from "@globalmarket/web/server/files";
import { privateApi } from "@globalmarket/web/server/site";

interface File {
  body: ArrayBuffer;
  contentType: string;
  name: string;
}

const ENDINGS: Record<string, string> = { "application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png" };

/** A paper that a vendor has shown. @throws Refused if there is none such, or the person may not see it */
export async function readDocument(vendorId: string, documentId: string): Promise<File> {
  const api = await privateApi();
  const params = { path: { vendor_id: vendorId, document_id: documentId } };
  const { data } = await api.POST("/api/v1/admin/vendors/{vendor_id}/documents/{document_id}/links", { params });
  const answer = await fetchFile(data?.url ?? "");
  if (!answer.ok) throw new ApiUnavailable(`${answer.status} for a vendor's paper`);
  const contentType = answer.headers.get("Content-Type") ?? "application/octet-stream";
  // Named by us: what a vendor called it could be anything.
  return { body: await answer.arrayBuffer(), contentType, name: `${documentId}.${ENDINGS[contentType] ?? "bin"}` };
}
