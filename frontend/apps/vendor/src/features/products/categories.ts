import "server-only";
import type { CategoryBranch } from "@globalmarket/api";
import { publicApi } from "@globalmarket/web/server/site";

interface Choice {
  value: string;
  label: string;
}

/** The region's categories in the reader's language, each with the way to it: "Home › Kitchen › Mugs". */
export async function listCategoryChoices(): Promise<Choice[]> {
  const { data } = await (await publicApi()).GET("/api/v1/store/categories");
  return (data?.items ?? []).flatMap((root) => choicesOf(root, ""));
}

function choicesOf({ id, name, children }: CategoryBranch, above: string): Choice[] {
  const label = above ? `${above} › ${name}` : name;
  return [{ value: id, label }, ...children.flatMap((child) => choicesOf(child, label))];
}
