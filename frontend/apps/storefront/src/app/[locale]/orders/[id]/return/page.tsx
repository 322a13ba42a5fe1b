import { formatMoney } from "@globalmarket/money";
import { Notice } from "@globalmarket/ui/notice";
import { Link } from "@globalmarket/web/frame/link";
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { findOrder } from "@/features/orders/reads";
import { MOST_PHOTO_BYTES, MOST_PHOTOS } from "@/features/returns/photo-limits";
import { readReturnOptions } from "@/features/returns/reads";
import { RETURN_REASONS } from "@/features/returns/reasons";
import { ReturnForm } from "@/features/returns/return-form";
import { exchangeableLines, exchangeRefusals, returnableUnits } from "@/features/returns/units";
import { currentShop } from "@/server/shop";

type Props = PageProps<"/[locale]/orders/[id]/return">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("returns");
  return { title: t("return_products"), robots: { index: false } };
}

export default async function ReturnPage({ params }: Props) {
  const [{ id }, { locale }] = await Promise.all([params, currentShop()]);
  const own = `/${locale.tag}/orders/${id}`;
  const order = await findOrder(id);
  if (!order) redirect(own);
  const options = await readReturnOptions(id);
  const units = returnableUnits(order, options);
  const [t, orders, forms] = await Promise.all([
    getTranslations("returns"),
    getTranslations("orders"),
    getTranslations("forms"),
  ]);
  const isGranted = options.parts.some(({ is_withdrawal_granted }) => is_withdrawal_granted);
  // Without a cause there is the withdrawal, as long as the law grants it.
  const reasons = RETURN_REASONS.filter((reason) => !(isGranted && reason === "withdrawal")).filter((reason) =>
    options.parts.some((part) => part.reasons.includes(reason)),
  );
  return (
    <div className="mx-auto flex max-w-2xl flex-col gap-6 px-4 py-8">
      <Link href={own} className="inline-flex min-h-11 items-center gap-1 self-start underline underline-offset-4">
        {orders("order")} <bdi>{order.number}</bdi>
      </Link>
      <h1 className="font-bold text-3xl tracking-tight">{t("return_products")}</h1>
      {units.length === 0 && <Notice kind="info">{t("nothing_to_return")}</Notice>}
      {units.length > 0 && isGranted && (
        <p className="text-muted">
          {t.rich("no_reason_needed", {
            link: (text) => (
              <Link href={`${own}/withdraw`} className="underline underline-offset-4">
                {text}
              </Link>
            ),
          })}
        </p>
      )}
      {exchangeRefusals(units, options).map((refusal) => (
        <Notice key={refusal} kind="info">
          {t(`no_exchange.${refusal}`)}
        </Notice>
      ))}
      {units.length > 0 && (
        <ReturnForm
          orderId={id}
          units={units.map(({ lineId, title, optionText, vendor, open }) => ({
            ...{ name: `return.${lineId}`, title, optionText, note: vendor, most: open },
          }))}
          reasons={reasons.map((value) => ({ value, text: t(`reasons.${value}`) }))}
          exchanges={exchangeableLines(units, options).map(({ lineId, title, options: others }) => ({
            ...{ name: `exchange.${lineId}`, title },
            options: others.map(({ variant_id, title: text, price }) => ({
              ...{ value: variant_id, text: `${text} · ${formatMoney(price, locale.tag)}` },
            })),
          }))}
          takesCredit={options.parts.some(({ takes_store_credit }) => takes_store_credit)}
          idempotencyKey={crypto.randomUUID()}
          words={{
            quantityOf: t("return_quantity"),
            reason: t("reason"),
            choose: t("choose_reason"),
            comment: t("comment"),
            optional: forms("optional"),
            photos: t("photos"),
            photosHint: t("photos_hint", { count: MOST_PHOTOS, megabytes: MOST_PHOTO_BYTES / 1024 / 1024 }),
            attached: t("photos_attached"),
            instead: t("instead"),
            insteadHint: t("instead_hint"),
            moneyBack: t("money_back"),
            asCredit: t("as_store_credit"),
            asCreditHint: t("as_store_credit_hint"),
            send: t("request"),
            sending: orders("sending"),
          }}
        />
      )}
    </div>
  );
}
