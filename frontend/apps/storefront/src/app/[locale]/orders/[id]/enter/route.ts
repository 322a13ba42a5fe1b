import { redirect } from "next/navigation";
import { rememberOrder } from "@/features/orders/order-cookie";
import { currentShop } from "@/server/shop";

/** Takes an order's secret from a mail's link into this browser's cookie. Whether it is the right one the API says. */
export async function GET(
  request: Request,
  { params }: RouteContext<"/[locale]/orders/[id]/enter">,
): Promise<Response> {
  const { id } = await params;
  const { locale } = await currentShop();
  await rememberOrder(id, new URL(request.url).searchParams.get("token") ?? "");
  redirect(`/${locale.tag}/orders/${encodeURIComponent(id)}`);
}
