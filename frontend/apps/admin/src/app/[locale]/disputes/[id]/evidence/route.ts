import { readEvidenceFile } from "@/features/disputes/reads";
import { download } from "@/features/money/downloads";

type Context = RouteContext<"/[locale]/disputes/[id]/evidence">;

/** All that speaks for the sale, as a PDF to save. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { id } = await params;
  return download({ page: `/disputes/${id}`, name: `${id}.pdf`, read: () => readEvidenceFile(id) });
}
