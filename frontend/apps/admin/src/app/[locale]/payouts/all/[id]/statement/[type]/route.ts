import { download } from "@/features/money/downloads";
import { readStatement } from "@/features/payouts/files";
import { STATEMENT_TYPES } from "@/features/payouts/statement-types";

type Context = RouteContext<"/[locale]/payouts/all/[id]/statement/[type]">;

/** A payout's statement as a file, in the reader's language. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { id, type } = await params;
  const known = STATEMENT_TYPES.find((one) => one === type);
  if (!known) return new Response(null, { status: 404 });
  const page = `/payouts/all/${id}`;
  return download({ page, name: `statement-${id}.${known}`, read: () => readStatement(id, known) });
}
