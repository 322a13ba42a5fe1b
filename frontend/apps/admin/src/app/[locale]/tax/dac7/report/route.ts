import { download } from "@/features/money/downloads";
import { chosenYear } from "@/features/tax/chosen";
import { readDac7Report } from "@/features/tax/reads";

/** A year's DAC7 report for the tax office. */
export async function GET(request: Request): Promise<Response> {
  const { value, name } = await chosenYear(Object.fromEntries(new URL(request.url).searchParams));
  return download({ page: `/tax/dac7?year=${name}`, name: `dac7-${name}.xml`, read: () => readDac7Report(value) });
}
