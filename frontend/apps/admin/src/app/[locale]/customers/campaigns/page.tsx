import { languageName } from "@globalmarket/i18n";
import { keyField } from "@globalmarket/web/forms/change";
import { Done } from "@globalmarket/web/forms/done";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { Fold } from "@globalmarket/web/frame/fold";
import { Link } from "@globalmarket/web/frame/link";
import { Listing } from "@globalmarket/web/frame/listing";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { readCursor } from "@globalmarket/web/lists/filters";
import { RowTable } from "@globalmarket/web/lists/row-table";
import { currentSite } from "@globalmarket/web/server/site";
import { Megaphone } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { createCampaign } from "@/features/campaigns/actions";
import { listCampaigns } from "@/features/campaigns/reads";
import { CustomerParts } from "@/features/customers/customer-parts";
import { SEGMENTS } from "@/features/segments/filters";

type Props = PageProps<"/[locale]/customers/campaigns">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("campaigns");
  return { title: t("title") };
}

export default async function CampaignsPage({ searchParams }: Props) {
  const asked = await searchParams;
  const t = await getTranslations("campaigns");
  const segments = await getTranslations("segments");
  const { locale } = await currentSite();
  const here = `/${locale.tag}/customers/campaigns`;
  const cursor = readCursor(asked);
  return (
    <Gate path="/customers/campaigns" right="run_region">
      {async (person) => {
        const { items, next_cursor: next } = await listCampaigns(cursor);
        return (
          <PageFrame title={t("title")}>
            <CustomerParts here="/customers/campaigns" person={person} />
            <Done asked={asked.done} messages={{ created: t("done.created") }} />
            <p className="max-w-2xl text-muted">{t("hint")}</p>
            <Listing
              here={here}
              cursor={cursor}
              next={next}
              empty={{ icon: <Megaphone />, title: t("none"), hint: t("none_hint") }}
            >
              {items.length > 0 && (
                <RowTable
                  rows={items}
                  table={{
                    caption: t("title"),
                    rowKey: ({ id }) => id,
                    columns: [
                      {
                        key: "name",
                        title: t("name"),
                        cell: ({ id, name }) => (
                          <Link href={`${here}/${id}`} className="underline underline-offset-4">
                            <bdi>{name}</bdi>
                          </Link>
                        ),
                      },
                      { key: "segment", title: t("segment"), text: ({ segment }) => segments(`names.${segment}`) },
                      { key: "state", title: t("state"), text: ({ state }) => t(`states.${state}`) },
                      { key: "recipients", title: t("recipients"), isNumber: true, text: (one) => one.recipients },
                      { key: "started", title: t("started"), time: ({ started_at: at }) => at },
                    ],
                  }}
                />
              )}
            </Listing>
            <Fold title={t("new")} hint={t("new_hint")}>
              <NewCampaign />
            </Fold>
          </PageFrame>
        );
      }}
    </Gate>
  );
}

async function NewCampaign() {
  const t = await getTranslations("campaigns");
  const forms = await getTranslations("forms");
  const segments = await getTranslations("segments");
  const { region } = await currentSite();
  return (
    <FieldForm
      id="campaign"
      action={createCampaign}
      submit={t("create")}
      fields={[
        keyField(),
        { name: "name", label: t("name"), maxLength: 100 },
        {
          name: "segment",
          type: "select",
          label: t("segment"),
          value: "vip",
          options: SEGMENTS.map((value) => ({ value, label: segments(`names.${value}`) })),
        },
        {
          name: "currency",
          type: "select",
          label: t("currency"),
          value: region.default_currency,
          options: region.currencies.map(({ code }) => ({ value: code, label: code })),
        },
        ...region.languages.flatMap((code) => {
          const language = languageName(code);
          const optional = code === region.default_language ? {} : { optional: forms("optional") };
          return [
            { name: `subject-${code}`, label: t("subject", { language }), lang: code, maxLength: 150, ...optional },
            {
              name: `body-${code}`,
              type: "textarea" as const,
              label: t("body", { language }),
              lang: code,
              maxLength: 10_000,
              ...optional,
            },
          ];
        }),
      ]}
    />
  );
}
