import { getTranslations } from "next-intl/server";
import type { SuggestionAnswer } from "@/features/search/suggestion";
import { suggest } from "@/features/search/suggestions";

const LONGEST = 200;

/** What a visitor may be typing. Without an answer of the API there are no suggestions, and the search itself still works. */
export async function GET(request: Request): Promise<Response> {
  const t = await getTranslations("search");
  const typed = (new URL(request.url).searchParams.get("q") ?? "").trim().slice(0, LONGEST);
  const groups = typed ? await suggest(typed).catch(() => []) : [];
  const count = groups.reduce((sum, { items }) => sum + items.length, 0);
  const answer: SuggestionAnswer = { groups, status: t("suggestions", { count }) };
  return Response.json(answer, { headers: { "Cache-Control": "private, max-age=30" } });
}
