import { FieldForm } from "@globalmarket/web/forms/field-form";
import { BackLink } from "@globalmarket/web/frame/back-link";
import { FactList } from "@globalmarket/web/frame/fact-list";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { saveMethod } from "@/features/payment-methods/actions";
import { methodFields } from "@/features/payment-methods/fields";
import { getMethod } from "@/features/payment-methods/reads";

type Props = PageProps<"/[locale]/payment-methods/[id]">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("payment-methods");
  return { title: t("method") };
}

export default async function PaymentMethodPage({ params }: Props) {
  const { id } = await params;
  const t = await getTranslations("payment-methods");
  const { locale } = await currentSite();
  return (
    <Gate path={`/payment-methods/${id}`} right="handle_money">
      {async () => {
        const method = await getMethod(id);
        return (
          <PageFrame
            above={<BackLink href={`/${locale.tag}/payment-methods`}>{t("title")}</BackLink>}
            title={t(`names.${method.name}`)}
          >
            <Panel title={t("change")} isNarrow>
              <FactList
                facts={[
                  { name: t("code"), value: <bdi dir="ltr">{method.code}</bdi> },
                  { name: t("provider"), value: <bdi dir="ltr">{method.provider}</bdi> },
                  { name: t("kind"), value: t(`kinds.${method.kind}`) },
                ]}
              />
              <FieldForm
                id="save"
                action={saveMethod}
                submit={t("save")}
                fields={[
                  { name: "method", type: "hidden", value: id },
                  { name: "etag", type: "hidden", value: `"${method.etag}"` },
                  ...(await methodFields(method)),
                ]}
              />
            </Panel>
          </PageFrame>
        );
      }}
    </Gate>
  );
}
