import "server-only";
import type { CategoryBranch } from "@globalmarket/api";
import { publicApi } from "@globalmarket/web/server/site";

interface NamedCategory {
  id: string;
  /** With those above it: `Kitchen › Mugs`. */
  name: string;
}

/** The region's categories in the order of the tree, in the reader's language. */
export async function listCategories(): Promise<NamedCategory[]> {
  const api = await publicApi();
  const { data } = await api.GET("/api/v1/store/categories");
  return (data?.items ?? []).flatMap((branch) => named(branch, ""));
}

function named({ id, name, children }: CategoryBranch, above: string): NamedCategory[] {
  const full = above + name;
  return [{ id, name: full }, ...children.flatMap((child) => named(child, `${full} › `))];
}
