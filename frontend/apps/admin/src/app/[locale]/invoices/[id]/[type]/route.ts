import { INVOICE_TYPES } from "@/features/invoices/filters";
import { readInvoice } from "@/features/invoices/reads";
import { download } from "@/features/money/downloads";

type Context = RouteContext<"/[locale]/invoices/[id]/[type]">;

/** An invoice as a file: the PDF that was archived, or UBL for programs. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { id, type } = await params;
  const known = INVOICE_TYPES.find((one) => one === type);
  if (!known) return new Response(null, { status: 404 });
  return download({ page: "/invoices", name: `${id}.${known}`, read: () => readInvoice(id, known) });
}
