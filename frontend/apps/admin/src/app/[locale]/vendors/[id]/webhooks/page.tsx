import { Badge } from "@globalmarket/ui/badge";
import { DataTable } from "@globalmarket/ui/data-table";
import { BackLink } from "@globalmarket/web/frame/back-link";
import { Link } from "@globalmarket/web/frame/link";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { currentSite } from "@globalmarket/web/server/site";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { listEndpoints } from "@/features/vendor-webhooks/reads";
import { getVendor } from "@/features/vendors/reads";

type Props = PageProps<"/[locale]/vendors/[id]/webhooks">;

const TONES = { active: "good", paused: "plain", disabled: "bad" } as const;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("vendor-webhooks");
  return { title: t("title") };
}

export default async function VendorWebhooksPage({ params }: Props) {
  const { id } = await params;
  const t = await getTranslations("vendor-webhooks");
  const { locale } = await currentSite();
  const page = `/${locale.tag}/vendors/${id}`;
  return (
    <Gate path={`/vendors/${id}/webhooks`} right="help_vendors">
      {async () => {
        const { vendor } = await getVendor(id); // first: of an unknown vendor nothing else is asked
        const endpoints = await listEndpoints(id);
        return (
          <PageFrame above={<BackLink href={page}>{vendor.name}</BackLink>} title={t("title")}>
            <p className="max-w-2xl text-muted">{endpoints.length ? t("hint") : t("none")}</p>
            {endpoints.length > 0 && (
              <DataTable
                caption={t("title")}
                rows={endpoints}
                rowKey={(endpoint) => endpoint.id}
                columns={[
                  {
                    title: t("address"),
                    cell: ({ id: endpointId, url, description }) => (
                      <>
                        <Link
                          href={`${page}/webhooks/${endpointId}`}
                          className="break-all underline underline-offset-4"
                        >
                          <bdi dir="ltr">{url}</bdi>
                        </Link>
                        {description && <bdi className="block font-normal text-muted">{description}</bdi>}
                      </>
                    ),
                  },
                  {
                    title: t("state"),
                    cell: ({ state }) => <Badge tone={TONES[state]}>{t(`states.${state}`)}</Badge>,
                  },
                ]}
              />
            )}
          </PageFrame>
        );
      }}
    </Gate>
  );
}
