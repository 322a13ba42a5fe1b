import type { CreditDetail, CreditMovement, IssueView, MyProfile } from "@globalmarket/api";
import { formatDay, formatTime } from "@globalmarket/i18n";
import { DataTable } from "@globalmarket/ui/data-table";
import { Link } from "@globalmarket/web/frame/link";
import { pageOfRow } from "@globalmarket/web/lists/way-back";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { Amount } from "@/features/money/amount";
import { whoDid } from "@/features/money/who";
import { CreditMark, IssueMark } from "./marks";

const LINK = "underline underline-offset-4";

/** Gift cards and store credit, a row each. */
export async function CreditTable({ credits, listQuery }: { credits: CreditDetail[]; listQuery: string }) {
  const t = await getTranslations("credits");
  const { locale, region } = await currentSite();
  const day = (moment: string) => formatDay(moment, locale.tag, region.timezone);
  return (
    <DataTable
      caption={t("parts.credits")}
      rows={credits}
      rowKey={({ id }) => id}
      columns={[
        {
          title: t("kind"),
          cell: ({ id, kind, code_hint }) => (
            <Link href={pageOfRow(`/${locale.tag}/credits/${id}`, listQuery)} className={LINK}>
              {t(`kinds.${kind}`)} {code_hint && <bdi dir="ltr">…{code_hint}</bdi>}
            </Link>
          ),
        },
        { title: t("state"), cell: ({ state }) => <CreditMark state={state} /> },
        { title: t("customer"), cell: ({ customer_id }) => <CustomerLink id={customer_id} /> },
        { title: t("given"), cell: ({ created_at }) => day(created_at) },
        { title: t("expires"), cell: ({ expires_at }) => (expires_at ? day(expires_at) : t("never")) },
        { title: t("reserved"), isNumber: true, cell: ({ reserved }) => <Amount of={reserved} /> },
        { title: t("balance"), isNumber: true, cell: ({ balance }) => <Amount of={balance} /> },
      ]}
    />
  );
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
          cell: ({ order_id }) =>
            order_id && (
              <Link href={`/${locale.tag}/orders/${order_id}`} className={LINK}>
                {t("to_order")}
              </Link>
            ),
        },
        { title: t("reason"), cell: ({ reason }) => <Reason>{reason}</Reason> },
        { title: t("amount"), isNumber: true, cell: ({ amount }) => <Amount of={amount} /> },
      ]}
    />
  );
}

interface IssueProps {
  issues: IssueView[];
  person: MyProfile;
  /** Of the list's address, for the way back to it. */
  listQuery: string;
}

/** What staff gave, or want to give, a row each. */
export async function IssueTable({ issues, person, listQuery }: IssueProps) {
  const t = await getTranslations("credits");
  const { locale, region } = await currentSite();
  return (
    <DataTable
      caption={t("parts.issues")}
      rows={issues}
      rowKey={({ id }) => id}
      columns={[
        {
          title: t("asked"),
          cell: ({ id, created_at }) => (
            <Link href={pageOfRow(`/${locale.tag}/credits/issues/${id}`, listQuery)} className={LINK}>
              {formatDay(created_at, locale.tag, region.timezone)}
            </Link>
          ),
        },
        { title: t("kind"), cell: ({ kind }) => t(`kinds.${kind}`) },
        { title: t("asked_by"), cell: ({ created_by }) => whoDid(created_by, person) },
        { title: t("state"), cell: ({ state }) => <IssueMark state={state} /> },
        { title: t("reason"), cell: ({ reason }) => <Reason>{reason}</Reason> },
        { title: t("amount"), isNumber: true, cell: ({ amount }) => <Amount of={amount} /> },
      ]}
    />
  );
}

function Reason({ children }: { children: string }) {
  return (
    <p className="max-w-72 whitespace-normal">
      <bdi>{children}</bdi>
    </p>
  );
}
