import { BackLink } from "@globalmarket/web/frame/back-link";
import { Link } from "@globalmarket/web/frame/link";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { Panel } from "@globalmarket/web/frame/panel";
import { readFilters } from "@globalmarket/web/lists/filters";
import { currentSite } from "@globalmarket/web/server/site";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { ProposalForm } from "@/features/adjustments/proposal-form";
import { vendorNames } from "@/features/vendor-names/reads";
import { VendorPicker } from "@/features/vendor-names/vendor-picker";

type Props = PageProps<"/[locale]/adjustments/new">;

const ASKED = { q: { kind: "text", most: 100 }, vendor_id: { kind: "id", prefix: "ven" } } as const;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("adjustments");
  return { title: t("new") };
}

export default async function NewAdjustmentPage({ searchParams }: Props) {
  const t = await getTranslations("adjustments");
  const { locale } = await currentSite();
  const { q, vendor_id } = readFilters(await searchParams, ASKED);
  const here = `/${locale.tag}/adjustments/new`;
  return (
    <Gate path="/adjustments/new" right="handle_money">
      {async () => {
        const name = vendor_id && (await vendorNames([vendor_id])).get(vendor_id);
        return (
          <PageFrame above={<BackLink href={`/${locale.tag}/adjustments`}>{t("title")}</BackLink>} title={t("new")}>
            <p className="max-w-2xl text-muted">{t("new_hint")}</p>
            {vendor_id ? (
              <Panel title={t("for_vendor", { vendor: name ?? vendor_id })} isNarrow>
                <Link href={here} className="self-start underline underline-offset-4">
                  {t("other_vendor")}
                </Link>
                <ProposalForm vendorId={vendor_id} />
              </Panel>
            ) : (
              <Panel title={t("which_vendor")} isNarrow>
                <VendorPicker here={here} q={q} />
              </Panel>
            )}
          </PageFrame>
        );
      }}
    </Gate>
  );
}
