import { type ProblemView, Refused } from "@globalmarket/api";
import { attachment } from "@globalmarket/web/server/files";
import { MOST_ROWS_OF_PAGE } from "@globalmarket/web/server/paging";
import { requirePerson } from "@globalmarket/web/server/person";
import { getTranslations } from "next-intl/server";
import { problemFile } from "@/features/imports/problem-file";
import { listProblems } from "@/features/imports/reads";

const MOST = 10_000; // more than anybody mends by hand

/** All problems of an import's rows, as a file for a spreadsheet. */
export async function GET(
  _request: Request,
  { params }: RouteContext<"/[locale]/imports/[id]/problems">,
): Promise<Response> {
  const { id } = await params;
  await requirePerson(`/imports/${id}`);
  try {
    const { problems, isCut } = await allProblems(id);
    const last = isCut ? (await getTranslations("imports"))("more_problems", { most: MOST }) : undefined;
    return attachment(problemFile(problems, last), "text/csv; charset=utf-8", `problems-${id}.csv`);
  } catch (error) {
    if (error instanceof Refused && error.status < 500) return new Response(null, { status: error.status });
    throw error;
  }
}

/** The rows' problems; `isCut` if there are more of them than a file takes. */
async function allProblems(id: string): Promise<{ problems: ProblemView[]; isCut: boolean }> {
  const all: ProblemView[] = [];
  let cursor: string | undefined;
  do {
    const page = await listProblems(id, { cursor, limit: MOST_ROWS_OF_PAGE, readsOn: true });
    all.push(...page.items);
    cursor = page.next_cursor ?? undefined;
  } while (cursor && all.length < MOST);
  return { problems: all, isCut: cursor !== undefined };
}
