import { download } from "@/features/money/downloads";
import { readTransfers } from "@/features/payouts/files";
import { TRANSFER_TYPES } from "@/features/payouts/statement-types";

type Context = RouteContext<"/[locale]/payouts/runs/[id]/transfers/[type]">;

/** The transfers of a run as a file for the bank. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { id, type } = await params;
  const known = TRANSFER_TYPES.find((one) => one === type);
  if (!known) return new Response(null, { status: 404 });
  const page = `/payouts/runs/${id}`;
  return download({ page, name: `transfers-${id}.${known}`, read: () => readTransfers(id, known) });
}
