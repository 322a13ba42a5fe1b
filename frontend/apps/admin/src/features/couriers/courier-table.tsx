import type { CourierView, Money } from "@globalmarket/api";
import { formatMoney } from "@globalmarket/money";
import { Badge } from "@globalmarket/ui/badge";
import { Link } from "@globalmarket/web/frame/link";
import type { ListTable } from "@globalmarket/web/lists/list";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";

/** Whether a courier collects. */
export async function CourierMark({ isActive }: { isActive: boolean }) {
  const t = await getTranslations("couriers");
  return <Badge tone={isActive ? "good" : "plain"}>{isActive ? t("active") : t("inactive")}</Badge>;
}

/** What a courier holds, by currency. */
export async function Held({ amounts }: { amounts: readonly Money[] }) {
  const { locale } = await currentSite();
  if (!amounts.length) return "–";
  return (
    <span className="flex flex-col">
      {amounts.map((amount) => (
        <bdi key={amount.currency}>{formatMoney(amount, locale.tag)}</bdi>
      ))}
    </span>
  );
}

/** Couriers, a row each. */
export async function courierTable(): Promise<ListTable<CourierView>> {
  const t = await getTranslations("couriers");
  const { locale } = await currentSite();
  return {
    caption: t("title"),
    rowKey: ({ id }) => id,
    columns: [
      {
        key: "name",
        title: t("name"),
        text: ({ name }) => name,
        cell: ({ id, name }) => (
          <Link href={`/${locale.tag}/couriers/${id}`} className="underline underline-offset-4">
            <bdi>{name}</bdi>
          </Link>
        ),
      },
      { key: "code", title: t("code"), text: ({ code }) => code, cell: ({ code }) => <bdi dir="ltr">{code}</bdi> },
      {
        key: "state",
        title: t("state"),
        text: ({ is_active }) => (is_active ? t("active") : t("inactive")),
        cell: ({ is_active }) => <CourierMark isActive={is_active} />,
      },
      {
        key: "held",
        title: t("held"),
        text: ({ held }) => held.map((amount) => formatMoney(amount, locale.tag)).join(", "),
        cell: ({ held }) => <Held amounts={held} />,
      },
    ],
  };
}
