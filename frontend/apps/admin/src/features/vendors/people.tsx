import type { AdminVendorDetail, DebtWarningDetail, PayoutAccountView, VendorPerson } from "@globalmarket/api";
import { formatDay } from "@globalmarket/i18n";
import { formatMoney } from "@globalmarket/money";
import { DataTable } from "@globalmarket/ui/data-table";
import { Notice } from "@globalmarket/ui/notice";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";

/** Who acts for the vendor. */
export async function People({ members }: { members: VendorPerson[] }) {
  const t = await getTranslations("vendors");
  return (
    <Panel title={t("people")}>
      <DataTable
        caption={t("people")}
        rows={members}
        rowKey={({ id }) => id}
        columns={[
          { title: t("person"), cell: ({ name }) => <bdi>{name}</bdi> },
          { title: t("email"), cell: ({ email }) => <bdi dir="ltr">{email}</bdi> },
          { title: t("roles_title"), cell: ({ roles }) => roles.map((role) => t(`roles.${role}`)).join(", ") },
          { title: t("email_confirmed"), cell: ({ is_email_confirmed: is }) => (is ? t("yes") : t("no")) },
          { title: t("second_factor"), cell: ({ has_second_factor: has }) => (has ? t("yes") : t("no")) },
        ]}
      />
    </Panel>
  );
}

/** Where the vendor is paid, masked, per currency. */
export async function PayoutAccounts({ detail }: { detail: AdminVendorDetail }) {
  const t = await getTranslations("vendors");
  const accounts = detail.payout_accounts.filter(({ is_set }) => is_set);
  return (
    <Panel title={t("payout_accounts")}>
      {accounts.length ? (
        <ul className="flex flex-col gap-3">
          {accounts.map((account) => (
            <Account key={account.currency} account={account} />
          ))}
        </ul>
      ) : (
        <p className="text-muted">{t("no_payout_account")}</p>
      )}
    </Panel>
  );
}

function Account({ account: { currency, masked_account, holder, bank_name, bic } }: { account: PayoutAccountView }) {
  return (
    <li className="flex flex-wrap justify-between gap-x-4">
      <span className="text-muted">{currency}</span>
      <span className="text-end">
        <bdi dir="ltr" className="block font-medium tabular-nums">
          {masked_account}
        </bdi>
        <bdi className="text-muted text-sm">{[holder, bank_name, bic].filter(Boolean).join(" · ")}</bdi>
      </span>
    </li>
  );
}

/** What the vendor owes above the region's limit: its payouts wait until it is earned back or paid. */
export async function Debts({ warnings }: { warnings: DebtWarningDetail[] }) {
  const t = await getTranslations("vendors");
  const { locale, region } = await currentSite();
  return warnings.map(({ id, debt, limit, began_at }) => (
    <Notice key={id} kind="problem">
      {t("debt", {
        amount: formatMoney(debt, locale.tag),
        limit: formatMoney(limit, locale.tag),
        day: formatDay(began_at, locale.tag, region.timezone),
      })}
    </Notice>
  ));
}
