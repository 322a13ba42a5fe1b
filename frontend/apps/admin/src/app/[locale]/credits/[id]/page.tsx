import { formatDay } from "@globalmarket/i18n";
import { Done } from "@globalmarket/web/forms/done";
import { BackLink } from "@globalmarket/web/frame/back-link";
import { FactList } from "@globalmarket/web/frame/fact-list";
import { Listing } from "@globalmarket/web/frame/listing";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { Panel } from "@globalmarket/web/frame/panel";
import { readCursor } from "@globalmarket/web/lists/filters";
import { listQueryOf } from "@globalmarket/web/lists/way-back";
import { currentSite } from "@globalmarket/web/server/site";
import { Gift } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { mayDo } from "@/features/access/rights";
import { CREDIT_DONE } from "@/features/credits/filters";
import { BlockForms } from "@/features/credits/forms";
import { CreditMark } from "@/features/credits/marks";
import { getCredit, listMovements } from "@/features/credits/reads";
import { CustomerLink, MovementTable } from "@/features/credits/tables";
import { Amount } from "@/features/money/amount";

type Props = PageProps<"/[locale]/credits/[id]">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("credits");
  return { title: t("credit") };
}

export default async function CreditPage({ params, searchParams }: Props) {
  const { id } = await params;
  const asked = await searchParams;
  const from = listQueryOf(asked);
  const cursor = readCursor(asked);
  const t = await getTranslations("credits");
  const { locale, region } = await currentSite();
  const day = (moment: string) => formatDay(moment, locale.tag, region.timezone);
  return (
    <Gate path={`/credits/${id}`} right="give_credit">
      {async (person) => {
        const credit = await getCredit(id); // first: of an unknown credit nothing else is asked
        const { items, next_cursor } = await listMovements(id, { cursor });
        const { kind, state, balance, reserved, code_hint, customer_id, created_at, expires_at } = credit;
        return (
          <PageFrame
            above={<BackLink href={`/${locale.tag}/credits${from}`}>{t("parts.credits")}</BackLink>}
            title={t(`kinds.${kind}`)}
            mark={<CreditMark state={state} />}
          >
            <Done
              asked={asked.done}
              messages={Object.fromEntries(CREDIT_DONE.map((name) => [name, t(`done.${name}`)]))}
            />
            <Panel title={t("credit")} isNarrow>
              <FactList
                facts={[
                  { name: t("balance"), value: <Amount of={balance} />, isStrong: true },
                  { name: t("reserved"), value: <Amount of={reserved} /> },
                  ...(code_hint ? [{ name: t("code_ends"), value: <bdi dir="ltr">…{code_hint}</bdi> }] : []),
                  ...(customer_id ? [{ name: t("customer"), value: <CustomerLink id={customer_id} /> }] : []),
                  { name: t("given"), value: day(created_at) },
                  { name: t("expires"), value: expires_at ? day(expires_at) : t("never") },
                ]}
              />
            </Panel>
            <Listing
              here={`/${locale.tag}/credits/${id}`}
              cursor={cursor}
              next={next_cursor}
              empty={{ icon: <Gift />, title: t("no_movements"), hint: t("no_movements_hint") }}
            >
              {items.length > 0 && <MovementTable movements={items} />}
            </Listing>
            {mayDo(person, "handle_money") && <BlockForms credit={credit} from={from} />}
          </PageFrame>
        );
      }}
    </Gate>
  );
}
