import { type ProblemView, Refused } from "@globalmarket/api";
import { attachment } from "@globalmarket/web/server/files";
import { requirePerson } from "@globalmarket/web/server/person";
import { problemFile } from "@/features/imports/problem-file";
import { listProblems } from "@/features/imports/reads";

const PAGE_SIZE = 100;
const MOST = 10_000; // more than anybody mends by hand

/** All problems of an import's rows, as a file for a spreadsheet. */
export async function GET(
  _request: Request,
  { params }: RouteContext<"/[locale]/imports/[id]/problems">,
): Promise<Response> {
  const { id } = await params;
  await requirePerson(`/imports/${id}`);
  try {
    return attachment(problemFile(await allProblems(id)), "text/csv; charset=utf-8", `problems-${id}.csv`);
  } catch (error) {
    if (error instanceof Refused && error.status < 500) return new Response(null, { status: error.status });
    throw error;
  }
}

async function allProblems(id: string): Promise<ProblemView[]> {
  const all: ProblemView[] = [];
  let cursor: string | undefined;
  do {
    const page = await listProblems(id, cursor, PAGE_SIZE);
    all.push(...page.items);
    cursor = page.next_cursor ?? undefined;
  } while (cursor && all.length < MOST);
  return all;
}
