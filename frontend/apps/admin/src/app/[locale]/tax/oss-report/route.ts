import { download } from "@/features/money/downloads";
import { chosenQuarter } from "@/features/tax/chosen";
import { readOssReport } from "@/features/tax/reads";

/** A quarter's sales to other countries by vendor, as a file. */
export async function GET(request: Request): Promise<Response> {
  const { value, name } = await chosenQuarter(Object.fromEntries(new URL(request.url).searchParams));
  return download({ page: `/tax?period=${name}`, name: `oss-${name}.csv`, read: () => readOssReport(value) });
}
