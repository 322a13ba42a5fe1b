import { formatTime } from "@globalmarket/i18n";
import { Done } from "@globalmarket/web/forms/done";
import { BackLink } from "@globalmarket/web/frame/back-link";
import { FactList } from "@globalmarket/web/frame/fact-list";
import { Link } from "@globalmarket/web/frame/link";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { Panel } from "@globalmarket/web/frame/panel";
import { listQueryOf } from "@globalmarket/web/lists/way-back";
import { currentSite } from "@globalmarket/web/server/site";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { CustomerLink } from "@/features/credits/tables";
import { PURCHASE_DONE } from "@/features/gift-cards/filters";
import { PurchaseForms } from "@/features/gift-cards/forms";
import { PurchaseMark } from "@/features/gift-cards/purchase-table";
import { getPurchase } from "@/features/gift-cards/reads";
import { Amount } from "@/features/money/amount";

type Props = PageProps<"/[locale]/credits/purchases/[id]">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("gift-cards");
  return { title: t("purchase") };
}

export default async function PurchasePage({ params, searchParams }: Props) {
  const { id } = await params;
  const asked = await searchParams;
  const from = listQueryOf(asked);
  const t = await getTranslations("gift-cards");
  const { locale, region } = await currentSite();
  const time = (moment: string | null) => (moment ? formatTime(moment, locale.tag, region.timezone) : "–");
  return (
    <Gate path={`/credits/purchases/${id}`} right="give_credit">
      {async (person) => {
        const purchase = await getPurchase(id);
        const { credit_id, customer_id, message, recipient_email, sender_name } = purchase;
        return (
          <PageFrame
            above={<BackLink href={`/${locale.tag}/credits/purchases${from}`}>{t("title")}</BackLink>}
            title={t("purchase")}
            mark={<PurchaseMark state={purchase.state} />}
          >
            <Done
              asked={asked.done}
              messages={Object.fromEntries(PURCHASE_DONE.map((name) => [name, t(`done.${name}`)]))}
            />
            <Panel title={t("facts")} isNarrow>
              <FactList
                facts={[
                  { name: t("amount"), value: <Amount of={purchase.amount} />, isStrong: true },
                  { name: t("buyer"), value: <CustomerLink id={customer_id} /> },
                  { name: t("sender"), value: <bdi>{sender_name || "–"}</bdi> },
                  { name: t("recipient"), value: <bdi dir="ltr">{recipient_email || "–"}</bdi> },
                  ...(message
                    ? [{ name: t("message"), value: <bdi className="whitespace-pre-line">{message}</bdi> }]
                    : []),
                  { name: t("bought"), value: time(purchase.created_at) },
                  { name: t("paid"), value: time(purchase.paid_at) },
                  { name: t("send_on"), value: time(purchase.send_at) },
                  { name: t("sent"), value: time(purchase.sent_at) },
                  ...(purchase.refunded_at ? [{ name: t("refunded"), value: time(purchase.refunded_at) }] : []),
                  { name: t("payment"), value: <bdi dir="ltr">{purchase.payment_id}</bdi> },
                ]}
              />
            </Panel>
            {credit_id && (
              <Link href={`/${locale.tag}/credits/${credit_id}`} className="underline underline-offset-4">
                {t("to_credit")}
              </Link>
            )}
            <PurchaseForms purchase={purchase} person={person} from={from} />
          </PageFrame>
        );
      }}
    </Gate>
  );
}
