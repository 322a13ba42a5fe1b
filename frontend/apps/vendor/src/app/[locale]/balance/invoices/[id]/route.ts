import { Refused } from "@globalmarket/api";
import { attachment } from "@globalmarket/web/server/files";
import { requirePerson } from "@globalmarket/web/server/person";
import { readInvoice } from "@/features/money/files";

/** An invoice as a PDF. The browser gets it from here: the API's link never reaches it. */
export async function GET(
  _request: Request,
  { params }: RouteContext<"/[locale]/balance/invoices/[id]">,
): Promise<Response> {
  const { id } = await params;
  await requirePerson("/balance/invoices");
  try {
    return attachment(await readInvoice(id), "application/pdf", `${id}.pdf`);
  } catch (error) {
    if (error instanceof Refused && error.status < 500) return new Response(null, { status: error.status });
    throw error;
  }
}
