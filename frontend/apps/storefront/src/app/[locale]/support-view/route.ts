import { beginSupportView } from "@globalmarket/web/server/session-cookie";
import { redirect } from "next/navigation";
import { forgetCart } from "@/features/cart/cart-cookie";
import { currentShop, publicApi } from "@/server/shop";

const LONGEST = 100;

/** Where the operator's panel leads a member of staff who is to see the shop as a customer: the link works once. */
export async function GET(request: Request): Promise<never> {
  const { locale } = await currentShop();
  const token = (new URL(request.url).searchParams.get("token") ?? "").slice(0, LONGEST);
  const api = await publicApi();
  const begun = await api.POST("/api/v1/auth/support-view", { body: { token } }).catch(() => null);
  if (!begun?.data) redirect(`/${locale.tag}/login?done=support_view_over`);
  await beginSupportView(begun.data);
  await forgetCart(); // of this browser: the customer's own is shown
  redirect(`/${locale.tag}/account`);
}
