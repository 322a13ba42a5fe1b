import { Notice } from "@globalmarket/ui/notice";
import { Link } from "@globalmarket/web/frame/link";
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { findOrder } from "@/features/orders/reads";
import { readReturnOptions } from "@/features/returns/reads";
import { type OpenUnits, unitsOnTheirWay, withdrawableUnits } from "@/features/returns/units";
import { WithdrawForm } from "@/features/returns/withdraw-form";
import { currentShop } from "@/server/shop";

type Props = PageProps<"/[locale]/orders/[id]/withdraw">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("returns");
  return { title: t("withdraw"), robots: { index: false } };
}

export default async function WithdrawPage({ params }: Props) {
  const [{ id }, { locale }] = await Promise.all([params, currentShop()]);
  const own = `/${locale.tag}/orders/${id}`;
  const order = await findOrder(id);
  if (!order) redirect(own);
  const options = await readReturnOptions(id);
  const open = withdrawableUnits(order, options);
  const [t, orders] = await Promise.all([getTranslations("returns"), getTranslations("orders")]);
  const row = (line: OpenUnits, what: string, note: string) => ({
    ...{ name: `${what}.${line.lineId}`, title: line.title, optionText: line.optionText },
    ...{ note: `${line.vendor} · ${note}`, most: line.open },
  });
  const units = [
    ...(open?.delivered ?? []).map((line) => row(line, "withdraw", t("note_delivered"))),
    ...(open?.unsent ?? []).map((line) => row(line, "cancel", t("note_unsent"))),
  ];
  const onTheirWay = unitsOnTheirWay(order);
  return (
    <div className="mx-auto flex max-w-2xl flex-col gap-6 px-4 py-8">
      <Link href={own} className="inline-flex min-h-11 items-center gap-1 self-start underline underline-offset-4">
        {orders("order")} <bdi>{order.number}</bdi>
      </Link>
      <h1 className="font-bold text-3xl tracking-tight">{t("withdraw")}</h1>
      {open && onTheirWay > 0 && <Notice kind="info">{t("on_their_way", { count: onTheirWay })}</Notice>}
      {units.length > 0 ? (
        <>
          <p>{t("withdraw_intro")}</p>
          <p className="text-muted text-sm">
            {t.rich("acknowledged_to", { email: () => <bdi dir="ltr">{order.email}</bdi> })}
          </p>
          <WithdrawForm
            orderId={id}
            name={(order.billing_address ?? order.shipping_address)?.name ?? ""}
            units={units}
            takesCredit={Boolean(open?.delivered.length) && options.parts.some((part) => part.takes_store_credit)}
            idempotencyKey={crypto.randomUUID()}
            words={{
              quantityOf: t("withdraw_quantity"),
              name: t("name"),
              asCredit: t("as_store_credit"),
              asCreditHint: t("as_store_credit_hint"),
              review: t("review"),
              confirm: t("confirm"),
              sending: orders("sending"),
              back: t("back"),
              declaration: t("declaration", { number: order.number }),
              by: t("declared_by"),
            }}
          />
        </>
      ) : (
        onTheirWay === 0 && <Notice kind="info">{t("nothing_to_withdraw")}</Notice>
      )}
    </div>
  );
}
