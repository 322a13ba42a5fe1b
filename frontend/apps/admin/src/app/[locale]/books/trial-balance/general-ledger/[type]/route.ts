import { writeFilters } from "@globalmarket/web/lists/filters";
import { currentSite } from "@globalmarket/web/server/site";
import { LEDGER_TYPES } from "@/features/books/filters";
import { periodOf } from "@/features/books/period";
import { readLedger } from "@/features/books/reads";
import { download } from "@/features/money/downloads";

type Context = RouteContext<"/[locale]/books/trial-balance/general-ledger/[type]">;

/** Every row of the books in a period, as a file. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { type } = await params;
  const known = LEDGER_TYPES.find((one) => one === type);
  if (!known) return new Response(null, { status: 404 });
  const { region } = await currentSite();
  const period = periodOf(Object.fromEntries(new URL(request.url).searchParams), region, new Date());
  const name = `general-ledger-${period.currency}-${period.since}-${period.until}.${known}`;
  const page = `/books/trial-balance${writeFilters({ ...period })}`;
  return download({ page, name, read: () => readLedger(period, known) });
}
