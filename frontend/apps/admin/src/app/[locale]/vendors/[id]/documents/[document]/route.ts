import { Refused } from "@globalmarket/api";
import { attachment } from "@globalmarket/web/server/files";
import { requirePerson } from "@globalmarket/web/server/person";
import { readDocument } from "@/features/vendors/files";

type Context = RouteContext<"/[locale]/vendors/[id]/documents/[document]">;

/** A paper of a vendor, as a file to save. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { id, document } = await params;
  await requirePerson(`/vendors/${id}`);
  try {
    const { body, contentType, name } = await readDocument(id, document);
    return attachment(body, contentType, name);
  } catch (error) {
    if (error instanceof Refused && error.status < 500) return new Response(null, { status: error.status });
    throw error;
  }
}
