import { download } from "@/features/money/downloads";
import { chosenMonth } from "@/features/tax/chosen";
import { readIossReport } from "@/features/tax/reads";

/** A month's low-value imports by vendor, as a file. */
export async function GET(request: Request): Promise<Response> {
  const { value, name } = await chosenMonth(Object.fromEntries(new URL(request.url).searchParams));
  return download({ page: `/tax/ioss?period=${name}`, name: `ioss-${name}.csv`, read: () => readIossReport(value) });
}
