import "server-only";
import { Refused, type SuggestedSpecification } from "@globalmarket/api";
import { privateApi } from "@globalmarket/web/server/site";

/** How others of the category say what their products are; nothing where there is no category, or search is silent. */
export async function listSuggestions(category_id: string | null): Promise<SuggestedSpecification[]> {
  if (!category_id) return [];
  try {
    const params = { path: { category_id } };
    const { data } = await (await privateApi()).GET("/api/v1/vendor/categories/{category_id}/specifications", {
      params,
    });
    return data?.items ?? [];
  } catch (error) {
    if (error instanceof Refused && [404, 503].includes(error.status)) return []; // the form is of use without them
    throw error;
  }
}
