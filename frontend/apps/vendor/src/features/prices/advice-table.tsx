import type { AdviceReason, AdviceView } from "@globalmarket/api";
import { formatMoney } from "@globalmarket/money";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { Link } from "@globalmarket/web/frame/link";
import type { ListTable } from "@globalmarket/web/lists/list";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { acceptAdvice, dismissAdvice } from "./actions";

/** Advice, a row each: what to ask, what that is expected to bring, why, and the two answers. */
export async function adviceTable(): Promise<ListTable<AdviceView>> {
  const t = await getTranslations("prices");
  const { locale } = await currentSite();
  const money = (amount: AdviceView["gain"]) => formatMoney(amount, locale.tag);
  return {
    caption: t("parts.advice"),
    rowKey: ({ id }) => id,
    columns: [
      {
        key: "sku",
        title: t("sku"),
        text: ({ sku }) => sku,
        cell: ({ sku, variant_id }) => (
          <Link href={`/${locale.tag}/prices/limits/${variant_id}`} className="underline underline-offset-4">
            <bdi dir="ltr">{sku}</bdi>
          </Link>
        ),
      },
      { key: "price", title: t("price"), isNumber: true, amount: ({ price }) => price },
      {
        key: "advised",
        title: t("advised"),
        isNumber: true,
        amount: ({ advised_price }) => advised_price,
        cell: ({ advised_price }) => <strong>{money(advised_price)}</strong>,
      },
      {
        key: "gain",
        title: t("gain"),
        isNumber: true,
        amount: ({ gain }) => gain,
        cell: ({ gain, gain_low, gain_high }) => (
          <>
            <span className="block">{money(gain)}</span>
            <span className="text-muted">{t("between", { low: money(gain_low), high: money(gain_high) })}</span>
          </>
        ),
      },
      {
        key: "sure",
        title: t("sure"),
        isNumber: true,
        text: ({ sure_percent }) => sure_percent,
        cell: ({ sure_percent }) => t("percent", { percent: sure_percent }),
      },
      { key: "reasons", title: t("why"), cell: ({ reasons }) => <Reasons reasons={reasons} /> },
      {
        key: "answer",
        title: t("answer"),
        cell: ({ id, sku }) => (
          <div className="flex flex-col items-start gap-2">
            <FieldForm
              id={`accept-${id}`}
              action={acceptAdvice}
              submit={<Named word={t("accept")} sku={sku} />}
              look="primary"
              fields={[keyField(), { name: "id", type: "hidden", value: id }]}
            />
            <FieldForm
              id={`dismiss-${id}`}
              action={dismissAdvice}
              submit={<Named word={t("dismiss")} sku={sku} />}
              look="quiet"
              fields={[keyField(), { name: "id", type: "hidden", value: id }]}
            />
          </div>
        ),
      },
    ],
  };
}

/** A button's word; a screen reader hears for what. */
function Named({ word, sku }: { word: string; sku: string }) {
  return (
    <>
      {word}
      <span className="sr-only"> {sku}</span>
    </>
  );
}

/** What weighed how, in words. */
async function Reasons({ reasons }: { reasons: AdviceReason[] }) {
  const t = await getTranslations("prices");
  return (
    <details className="min-w-48 max-w-md whitespace-normal">
      <summary className="py-2">{reasons[0] ? sentence(t, reasons[0]) : t("why")}</summary>
      <ul className="flex list-disc flex-col gap-1 ps-5 text-sm">
        {reasons.slice(1).map((reason) => (
          <li key={reason.code}>{sentence(t, reason)}</li>
        ))}
      </ul>
    </details>
  );
}

type Translate = Awaited<ReturnType<typeof getTranslations<"prices">>>;

function sentence(t: Translate, { code, number, weight_percent }: AdviceReason): string {
  const isCheaper = code === "competitor" && number > 0;
  const key = code === "competitor" ? (isCheaper ? "competitor_cheaper" : "competitor_dearer") : code;
  return t(`reasons.${key}`, { number: Math.abs(number), weight: weight_percent });
}
