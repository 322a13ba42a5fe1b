import { reportFile } from "@globalmarket/web/reports/report-file";
import { readFile } from "@/features/reports/reads";

/** A report as a file. */
export async function GET(
  _request: Request,
  { params }: RouteContext<"/[locale]/reports/files/[id]">,
): Promise<Response> {
  const { id } = await params;
  return reportFile(() => readFile(id));
}
