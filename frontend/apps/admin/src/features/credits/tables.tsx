import type { CreditDetail, CreditMovement, IssueView } from "@globalmarket/api";
import { formatDay, formatTime } from "@globalmarket/i18n";
import { DataTable } from "@globalmarket/ui/data-table";
import { Link } from "@globalmarket/web/frame/link";
import type { ListTable, Reader } from "@globalmarket/web/lists/list";
import { pageOfRow } from "@globalmarket/web/lists/way-back";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { Amount } from "@/features/money/amount";
import { whoFor } from "@/features/money/who";
import { PaidFor } from "@/features/orders/paid-for";
import { CreditMark, IssueMark } from "./marks";

const LINK = "underline underline-offset-4";

/** Gift cards and store credit, a row each. */
export async function creditTable(_rows: CreditDetail[], { listQuery }: Reader): Promise<ListTable<CreditDetail>> {
  const t = await getTranslations("credits");
  const { locale, region } = await currentSite();
  const day = (moment: string) => formatDay(moment, locale.tag, region.timezone);
  return {
    caption: t("parts.credits"),
    rowKey: ({ id }) => id,
    columns: [
      {
        key: "kind",
        title: t("kind"),
        text: ({ kind, code_hint }) => [t(`kinds.${kind}`), code_hint].filter(Boolean).join(" …"),
        cell: ({ id, kind, code_hint }) => (
          <Link href={pageOfRow(`/${locale.tag}/credits/${id}`, listQuery)} className={LINK}>
            {t(`kinds.${kind}`)} {code_hint && <bdi dir="ltr">…{code_hint}</bdi>}
          </Link>
        ),
      },
      {
        key: "state",
        title: t("state"),
        text: ({ state }) => t(`states.${state}`),
        cell: ({ state }) => <CreditMark state={state} />,
      },
      {
        key: "customer",
        title: t("customer"),
        text: ({ customer_id }) => customer_id,
        cell: ({ customer_id }) => <CustomerLink id={customer_id} />,
      },
      { key: "given", title: t("given"), day: ({ created_at }) => created_at },
      {
        key: "expires",
        title: t("expires"),
        day: ({ expires_at }) => expires_at,
        cell: ({ expires_at }) => (expires_at ? day(expires_at) : t("never")),
      },
      { key: "reserved", title: t("reserved"), amount: ({ reserved }) => reserved },
      { key: "balance", title: t("balance"), amount: ({ balance }) => balance },
    ],
  };
}

/** The customer's page, where it is a customer's; nobody owns a gift card. */
export async function CustomerLink({ id }: { id: string }) {
  const t = await getTranslations("credits");
  const { locale } = await currentSite();
  if (!id) return "–";
  return (
    <Link href={`/${locale.tag}/customers/${id}`} className={LINK}>
      {t("to_customer")}
    </Link>
  );
}

/** What came to a credit and went from it. */
export async function MovementTable({ movements }: { movements: CreditMovement[] }) {
  const t = await getTranslations("credits");
  const types = await getTranslations("money.types");
  const { locale, region } = await currentSite();
  return (
    <DataTable
      caption={t("movements")}
      rows={movements}
      rowKey={({ id }) => id}
      columns={[
        { title: t("time"), cell: ({ occurred_at }) => formatTime(occurred_at, locale.tag, region.timezone) },
        { title: t("what"), cell: ({ type }) => types(type) },
        {
          title: t("order"),
          cell: ({ order_id }) => order_id && <PaidFor id={order_id} words={t("to_order")} />,
        },
        { title: t("reason"), cell: ({ reason }) => <Reason>{reason}</Reason> },
        { title: t("amount"), isNumber: true, cell: ({ amount }) => <Amount of={amount} /> },
      ]}
    />
  );
}

/** What staff gave, or want to give, a row each. */
export async function issueTable(_rows: IssueView[], { person, listQuery }: Reader): Promise<ListTable<IssueView>> {
  const who = await whoFor(person);
  const t = await getTranslations("credits");
  const { locale, region } = await currentSite();
  return {
    caption: t("parts.issues"),
    rowKey: ({ id }) => id,
    columns: [
      {
        key: "asked",
        title: t("asked"),
        day: ({ created_at }) => created_at,
        cell: ({ id, created_at }) => (
          <Link href={pageOfRow(`/${locale.tag}/credits/issues/${id}`, listQuery)} className={LINK}>
            {formatDay(created_at, locale.tag, region.timezone)}
          </Link>
        ),
      },
      { key: "kind", title: t("kind"), text: ({ kind }) => t(`kinds.${kind}`) },
      { key: "asked_by", title: t("asked_by"), text: ({ created_by }) => who(created_by) },
      {
        key: "state",
        title: t("state"),
        text: ({ state }) => t(`issue_states.${state}`),
        cell: ({ state }) => <IssueMark state={state} />,
      },
      {
        key: "reason",
        title: t("reason"),
        text: ({ reason }) => reason,
        cell: ({ reason }) => <Reason>{reason}</Reason>,
      },
      { key: "amount", title: t("amount"), amount: ({ amount }) => amount },
    ],
  };
}

function Reason({ children }: { children: string }) {
  return (
    <p className="max-w-72 whitespace-normal">
      <bdi>{children}</bdi>
    </p>
  );
}
