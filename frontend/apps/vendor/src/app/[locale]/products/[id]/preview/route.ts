import { Refused } from "@globalmarket/api";
import { currentSite, privateApi } from "@globalmarket/web/server/site";
import { notFound, redirect } from "next/navigation";

/** To the product as it would be in the shop, by a link that is made now and lives for half an hour. */
export async function GET(_request: Request, { params }: RouteContext<"/[locale]/products/[id]/preview">) {
  const { id } = await params;
  const { locale } = await currentSite();
  const api = await privateApi();
  let url = "";
  try {
    const path = { product_id: id };
    url = (await api.POST("/api/v1/vendor/products/{product_id}/preview-links", { params: { path } })).data?.url ?? "";
  } catch (error) {
    if (error instanceof Refused && error.status === 404) notFound();
    if (error instanceof Refused) redirect(`/${locale.tag}/products/${id}`); // whose page says which role is needed, or logs in
    throw error;
  }
  redirect(url);
}
