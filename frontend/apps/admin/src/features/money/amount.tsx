import { formatMoney, type Money } from "@globalmarket/money";
import { currentSite } from "@globalmarket/web/server/site";

/** An amount in the reader's notation, which no other direction of writing takes apart. */
export async function Amount({ of }: { of: Money }) {
  const { locale } = await currentSite();
  return <bdi className="whitespace-nowrap tabular-nums">{formatMoney(of, locale.tag)}</bdi>;
}
