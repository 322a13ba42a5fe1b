import { buttonClass } from "@globalmarket/ui/button";
import { Empty } from "@globalmarket/ui/empty";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { BackLink } from "@globalmarket/web/frame/back-link";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import { SquareCheck } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { acceptChosen } from "@/features/orders/bulk-actions";
import { chosenIds } from "@/features/orders/chosen";
import { ChosenTable } from "@/features/orders/chosen-table";
import { listNamed } from "@/features/orders/reads";

type Props = PageProps<"/[locale]/orders/chosen">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("orders");
  return { title: t("chosen_title") };
}

export default async function ChosenOrdersPage({ searchParams }: Props) {
  const t = await getTranslations("orders");
  const { locale } = await currentSite();
  const ids = chosenIds((await searchParams).order);
  const here = `/${locale.tag}/orders`;
  return (
    <Gate path={`/orders/chosen?${ids.map((id) => `order=${id}`).join("&")}`} right="fulfil">
      {async () => {
        const orders = await listNamed(ids);
        const query = `?orders=${orders.map(({ id }) => id).join()}`;
        const fresh = orders.filter(({ state }) => state === "new");
        return (
          <PageFrame above={<BackLink href={here}>{t("title")}</BackLink>} title={t("chosen_title")}>
            {orders.length > 0 ? (
              <>
                <Panel title={t("print_title")} isNarrow>
                  <p className="text-muted">{t("print_hint")}</p>
                  <div className="flex flex-wrap gap-3">
                    <a href={`${here}/packing-slips${query}`} className={buttonClass("secondary")}>
                      {t("packing_slips")}
                    </a>
                    <a href={`${here}/pick-list${query}`} className={buttonClass("secondary")}>
                      {t("pick_list")}
                    </a>
                  </div>
                </Panel>
                <Panel title={t("accept_title")} isNarrow>
                  <FieldForm
                    id="accept"
                    action={acceptChosen}
                    submit={t("accept_chosen", { count: fresh.length })}
                    isOver={fresh.length === 0}
                    fields={[
                      keyField(),
                      { name: "orders", type: "hidden", value: fresh.map(({ id }) => id).join() },
                      { name: "numbers", type: "hidden", value: fresh.map(({ number }) => number).join() },
                    ]}
                  />
                  {fresh.length === 0 && <p className="text-muted">{t("none_new")}</p>}
                </Panel>
                <ChosenTable orders={orders} />
              </>
            ) : (
              <Empty icon={<SquareCheck />} title={t("none_chosen")}>
                <p>{t("none_chosen_hint")}</p>
              </Empty>
            )}
          </PageFrame>
        );
      }}
    </Gate>
  );
}
