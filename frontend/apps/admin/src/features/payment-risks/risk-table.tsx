import type { Reason, ReviewState, RiskView } from "@globalmarket/api";
import { Badge, type Tone } from "@globalmarket/ui/badge";
import { Link } from "@globalmarket/web/frame/link";
import type { ListTable } from "@globalmarket/web/lists/list";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { ChoiceBox } from "@/features/chosen/choice-box";
import { Decide } from "./risk-forms";

const TONES: Record<ReviewState, Tone> = { none: "plain", open: "warn", cleared: "good", blocked: "bad" };

/** Payments, a row each, with what is odd about it and what staff can do. */
export async function riskTable(): Promise<ListTable<RiskView>> {
  const t = await getTranslations("payment-risks");
  const { locale } = await currentSite();
  const number = new Intl.NumberFormat(locale.tag, { maximumFractionDigits: 1 });
  const percent = new Intl.NumberFormat(locale.tag, { style: "percent" });
  const words = ({ code, value }: Reason) =>
    t("reason_with_value", {
      reason: t.has(`reasons.${code}`) ? t(`reasons.${code}`) : code,
      value: number.format(value),
    });
  return {
    caption: t("title"),
    rowKey: ({ payment_id }) => payment_id,
    columns: [
      {
        key: "order",
        title: t("order"),
        text: ({ order_id }) => order_id,
        cell: ({ order_id: id, payment_id, review }) => (
          <ChoiceBox row={{ id: payment_id, name: id }} isFixed={review !== "open"}>
            <Link href={`/${locale.tag}/orders/${id}`} className="underline underline-offset-4">
              <bdi dir="ltr">{id}</bdi>
            </Link>
          </ChoiceBox>
        ),
      },
      { key: "amount", title: t("amount"), isNumber: true, amount: ({ amount }) => amount },
      { key: "score", title: t("score"), isNumber: true, text: ({ score }) => percent.format(score) },
      {
        key: "reasons",
        title: t("why"),
        text: ({ reasons }) => reasons.map(words).join("; "),
        cell: ({ reasons }) => (
          <ul className="list-disc whitespace-normal ps-5">
            {reasons.map((reason) => (
              <li key={reason.code}>{words(reason)}</li>
            ))}
          </ul>
        ),
      },
      { key: "outcome", title: t("outcome"), text: ({ outcome }) => t(`outcomes.${outcome}`) },
      { key: "assessed", title: t("assessed"), time: ({ assessed_at }) => assessed_at },
      {
        key: "review",
        title: t("review"),
        text: ({ review }) => t(`reviews.${review}`),
        cell: ({ review, reason }) => (
          <>
            <Badge tone={TONES[review]}>{t(`reviews.${review}`)}</Badge>
            {reason && (
              <span className="block whitespace-normal text-muted">
                <bdi>{reason}</bdi>
              </span>
            )}
          </>
        ),
      },
      {
        key: "decide",
        title: t("decide"),
        cell: ({ payment_id, review }) => review === "open" && <Decide id={payment_id} />,
      },
    ],
  };
}
