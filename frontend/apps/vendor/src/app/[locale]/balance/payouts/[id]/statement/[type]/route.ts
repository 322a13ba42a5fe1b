import { Refused } from "@globalmarket/api";
import { attachment } from "@globalmarket/web/server/files";
import { requirePerson } from "@globalmarket/web/server/person";
import { readStatement } from "@/features/money/files";
import { STATEMENT_TYPES } from "@/features/money/statement-types";

type Context = RouteContext<"/[locale]/balance/payouts/[id]/statement/[type]">;

/** A payout's statement as a file, in the reader's language. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { id, type } = await params;
  await requirePerson(`/balance/payouts/${id}`);
  const known = STATEMENT_TYPES.find((one) => one === type);
  if (!known) return new Response(null, { status: 404 });
  try {
    const { body, contentType } = await readStatement(id, known);
    return attachment(body, contentType, `statement-${id}.${known}`);
  } catch (error) {
    if (error instanceof Refused && error.status < 500) return new Response(null, { status: error.status });
    throw error;
  }
}
