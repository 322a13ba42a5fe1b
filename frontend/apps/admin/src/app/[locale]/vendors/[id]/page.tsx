import { Notice } from "@globalmarket/ui/notice";
import { Done } from "@globalmarket/web/forms/done";
import { BackLink } from "@globalmarket/web/frame/back-link";
import { Link } from "@globalmarket/web/frame/link";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { listQueryOf } from "@globalmarket/web/lists/way-back";
import { requirePerson } from "@globalmarket/web/server/person";
import { currentSite } from "@globalmarket/web/server/site";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { mayDo } from "@/features/access/rights";
import { Balances } from "@/features/vendors/balances";
import { ChangeCommission, Commission } from "@/features/vendors/commission-panel";
import { Decisions } from "@/features/vendors/decisions";
import { VENDOR_DONE } from "@/features/vendors/done";
import { LostFactor } from "@/features/vendors/lost-factor";
import { Documents, VatChecks } from "@/features/vendors/papers";
import { Debts, PayoutAccounts, People } from "@/features/vendors/people";
import { Missing, Profile } from "@/features/vendors/profile";
import {
  getCommissionPlan,
  getVendor,
  listBalances,
  listDebtWarnings,
  listDocuments,
  listLastOrders,
  listVatChecks,
} from "@/features/vendors/reads";
import { VendorMark } from "@/features/vendors/state-mark";

type Props = PageProps<"/[locale]/vendors/[id]">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("vendors");
  return { title: t("vendor") };
}

export default async function VendorPage({ params, searchParams }: Props) {
  const { id } = await params;
  const person = await requirePerson(`/vendors/${id}`);
  const t = await getTranslations("vendors");
  const { locale } = await currentSite();
  const asked = await searchParams;
  const from = listQueryOf(asked);
  const detail = await getVendor(id); // first: of an unknown vendor nothing else is asked
  const [documents, checks, plan, debts, sales, balances] = await Promise.all([
    mayDo(person, "see_documents") ? listDocuments(id) : null,
    mayDo(person, "handle_money") ? listVatChecks(id) : null,
    mayDo(person, "handle_money") ? getCommissionPlan(id) : null,
    mayDo(person, "handle_money") ? listDebtWarnings(id) : [],
    mayDo(person, "handle_money") ? listLastOrders(id) : [],
    mayDo(person, "handle_money") ? listBalances(id) : null,
  ]);
  const { vendor } = detail;
  const home = `/${locale.tag}`;
  return (
    <PageFrame
      above={<BackLink href={`${home}/vendors${from}`}>{t("title")}</BackLink>}
      title={<bdi>{vendor.name}</bdi>}
      mark={<VendorMark state={vendor.state} />}
    >
      <Done asked={asked.done} messages={Object.fromEntries(VENDOR_DONE.map((name) => [name, t(`done.${name}`)]))} />
      {vendor.state_reason && vendor.state !== "approved" && (
        <Notice kind="info">
          {t("state_reason")} <bdi>{vendor.state_reason}</bdi>
        </Notice>
      )}
      <Debts warnings={debts} />
      <Missing detail={detail} />
      {mayDo(person, "see_orders") && (
        <nav aria-label={t("more")} className="flex flex-wrap gap-x-6 gap-y-2">
          <Link href={`${home}/orders?vendor=${id}`} className="underline underline-offset-4">
            {t("to_orders")}
          </Link>
          <Link href={`${home}/returns?vendor_id=${id}`} className="underline underline-offset-4">
            {t("to_returns")}
          </Link>
          <Link href={`${home}/invoices?vendor_id=${id}`} className="underline underline-offset-4">
            {t("to_invoices")}
          </Link>
          {mayDo(person, "help_vendors") && (
            <Link href={`${home}/vendors/${id}/webhooks`} className="underline underline-offset-4">
              {t("to_webhooks")}
            </Link>
          )}
          {mayDo(person, "handle_money") && <MoneyLinks vendorId={id} />}
        </nav>
      )}
      <div className="grid items-start gap-6 md:grid-cols-2">
        <Profile detail={detail} />
        <div className="flex min-w-0 flex-col gap-6">
          <Commission version={detail.commission_plan} />
          <PayoutAccounts detail={detail} />
          {documents && (
            <Documents
              vendorId={id}
              documents={documents}
              mayReview={mayDo(person, "decide_vendors") && vendor.state !== "closed"}
              from={from}
            />
          )}
          {checks && <VatChecks detail={detail} checks={checks} from={from} />}
        </div>
      </div>
      {balances && <Balances balances={balances} />}
      <People members={detail.members} />
      {plan && <ChangeCommission vendorId={id} seen={plan} from={from} sales={sales} />}
      {mayDo(person, "remove_second_factors") && <LostFactor detail={detail} from={from} />}
      <Decisions detail={detail} person={person} from={from} />
    </PageFrame>
  );
}

/** What finance does about a vendor. */
async function MoneyLinks({ vendorId }: { vendorId: string }) {
  const t = await getTranslations("vendors");
  const { locale } = await currentSite();
  const pages = [
    { href: `/payouts/all?vendor_id=${vendorId}`, title: t("to_payouts") },
    { href: `/books/transactions?vendor_id=${vendorId}`, title: t("to_books") },
    { href: `/adjustments/new?vendor_id=${vendorId}`, title: t("to_adjust") },
  ];
  return pages.map(({ href, title }) => (
    <Link key={href} href={`/${locale.tag}${href}`} className="underline underline-offset-4">
      {title}
    </Link>
  ));
}
