import "server-only";
import { Refused } from "@globalmarket/api";
import { getTranslations } from "next-intl/server";
import { findPerson } from "../server/person";
import type { FoundAnswer, FoundGroup } from "./found";

/** So many of a kind; who looks for more narrows the list. */
export const FOUND_OF_A_KIND = 5;
const MOST_TYPED = 100;

/** Asks the API for things of one kind. A kind that the API does not find in just now is left out: the others are still worth showing. */
export async function kindOf(label: string, ask: () => Promise<FoundGroup["items"]>): Promise<FoundGroup> {
  try {
    return { label, items: await ask() };
  } catch (error) {
    if (error instanceof Refused) return { label, items: [] };
    throw error;
  }
}

/** What was typed, as the API takes it; empty if nothing was. */
export function readTyped(asked: string | string[] | null | undefined): string {
  return ([asked].flat()[0] ?? "").trim().slice(0, MOST_TYPED);
}

/** Answers the palette: `find` knows what the app's people look for. */
export function findRoute(find: (q: string) => Promise<FoundGroup[]>) {
  return async (request: Request): Promise<Response> => {
    if (!(await findPerson())) return new Response(null, { status: 401 });
    const q = readTyped(new URL(request.url).searchParams.get("q"));
    const groups = (q ? await find(q) : []).filter(({ items }) => items.length > 0);
    const t = await getTranslations("palette");
    const count = groups.reduce((sum, { items }) => sum + items.length, 0);
    const answer: FoundAnswer = { groups, status: t("found", { count }) };
    return Response.json(answer, { headers: { "Cache-Control": "no-store" } });
  };
}
