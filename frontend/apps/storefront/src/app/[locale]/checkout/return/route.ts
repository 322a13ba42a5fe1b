import { redirect } from "next/navigation";
import { readAttempt } from "@/features/checkout/attempt-cookie";
import { findCheckout } from "@/features/checkout/reads";
import { settle } from "@/features/checkout/settle";
import { currentShop } from "@/server/shop";

/** Where customers come back to from the bank. What has become of the payment the API says, never the return itself. */
export async function GET(): Promise<Response> {
  const { locale } = await currentShop();
  const attempt = await readAttempt();
  if (!attempt) redirect(`/${locale.tag}/cart`);
  const checkout = await findCheckout(attempt).catch(() => undefined);
  if (checkout === undefined) redirect(`/${locale.tag}/checkout/${attempt.checkoutId}`); // no answer: asked again there
  redirect(checkout ? await settle(checkout) : `/${locale.tag}/cart`);
}
