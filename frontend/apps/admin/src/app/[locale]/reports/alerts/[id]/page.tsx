import { formatTime } from "@globalmarket/i18n";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { BackLink } from "@globalmarket/web/frame/back-link";
import { Fold } from "@globalmarket/web/frame/fold";
import { Listing } from "@globalmarket/web/frame/listing";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { Panel } from "@globalmarket/web/frame/panel";
import { readCursor } from "@globalmarket/web/lists/filters";
import { RowTable } from "@globalmarket/web/lists/row-table";
import { currentSite } from "@globalmarket/web/server/site";
import { BellRing } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { editAlert, removeAlert } from "@/features/insights/actions";
import { ruleSentence } from "@/features/insights/alert-table";
import { shownValue, typedThreshold } from "@/features/insights/alert-terms";
import { getAlert, listFirings } from "@/features/insights/reads";
import { whoDid } from "@/features/money/who";

type Props = PageProps<"/[locale]/reports/alerts/[id]">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("insights");
  return { title: t("alerts.title") };
}

export default async function AlertPage({ params, searchParams }: Props) {
  const [{ id }, asked] = await Promise.all([params, searchParams]);
  const t = await getTranslations("insights");
  const { locale, region } = await currentSite();
  const cursor = readCursor(asked);
  return (
    <Gate path={`/reports/alerts/${id}`}>
      {async (person) => {
        const rule = await getAlert(id);
        const { items, next_cursor: next } = await listFirings(id, cursor);
        const sentence = await ruleSentence();
        const hidden = [{ name: "id", type: "hidden" as const, value: id }];
        const value = (of: number) => shownValue(of, rule.currency, locale.tag);
        return (
          <PageFrame
            title={<bdi>{rule.name}</bdi>}
            above={<BackLink href={`/${locale.tag}/reports/alerts`}>{t("alerts.title")}</BackLink>}
          >
            <p>{sentence(rule)}</p>
            <p className="text-muted">{t("alerts.mails_to", { who: await whoDid(rule.created_by, person) })}</p>
            <Panel title={t("alerts.history")}>
              <Listing
                here={`/${locale.tag}/reports/alerts/${id}`}
                cursor={cursor}
                next={next}
                empty={{ icon: <BellRing />, title: t("alerts.never"), hint: t("alerts.never_hint") }}
              >
                {items.length > 0 && (
                  <RowTable
                    rows={items}
                    table={{
                      caption: t("alerts.history"),
                      rowKey: (firing) => firing.id,
                      columns: [
                        {
                          key: "until",
                          title: t("alerts.until"),
                          text: ({ until }) => formatTime(until, locale.tag, region.timezone),
                        },
                        { key: "value", title: t("alerts.value"), isNumber: true, text: (one) => value(one.value) },
                        {
                          key: "threshold",
                          title: t("alerts.threshold"),
                          isNumber: true,
                          text: (one) => value(one.threshold),
                        },
                      ],
                    }}
                  />
                )}
              </Listing>
            </Panel>
            <Fold title={t("alerts.change")}>
              <FieldForm
                id="alert"
                action={editAlert}
                submit={t("alerts.change")}
                fields={[
                  ...hidden,
                  { name: "etag", type: "hidden", value: rule.etag },
                  { name: "currency", type: "hidden", value: rule.currency },
                  { name: "name", label: t("alerts.name"), value: rule.name, maxLength: 100 },
                  {
                    name: "condition",
                    type: "select",
                    label: t("alerts.condition"),
                    value: rule.condition,
                    options: [
                      { value: "below", label: t("alerts.below") },
                      { value: "above", label: t("alerts.above") },
                    ],
                  },
                  { name: "threshold", label: t("alerts.threshold"), value: typedThreshold(rule), dir: "ltr" },
                  { name: "window_h", type: "number", label: t("alerts.window"), value: String(rule.window_h), min: 1 },
                  { name: "quiet_h", type: "number", label: t("alerts.quiet"), value: String(rule.quiet_h), min: 0 },
                  { name: "is_active", type: "checkbox", label: t("alerts.on"), value: rule.is_active ? "on" : "" },
                ]}
              />
            </Fold>
            <Fold title={t("alerts.remove")}>
              <FieldForm
                id="remove"
                action={removeAlert}
                submit={t("alerts.remove")}
                confirm={t("alerts.remove_confirm")}
                look="danger"
                fields={[...hidden, { name: "name", type: "hidden", value: rule.name }]}
              />
            </Fold>
          </PageFrame>
        );
      }}
    </Gate>
  );
}
