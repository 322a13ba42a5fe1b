import type { Right } from "@/features/access/rights";

interface Problem {
  /** The API's; its title is in the catalogue `today.problems`. */
  code: string;
  /** Where it is ended: a path within the locale. */
  path: string;
  /** Absent: every role sees it. */
  right?: Right;
}

/** What can wait for staff, in the order in which it is shown. */
export const PROBLEMS: readonly Problem[] = [
  { code: "vendors_to_review", path: "/vendors?state=pending" },
  { code: "returns_to_decide", path: "/returns?state=requested", right: "see_returns" },
  { code: "refunds_failed", path: "/refunds?state=failed", right: "see_payments" },
  { code: "disputes_open", path: "/disputes?state=open", right: "see_payments" },
  { code: "payouts_failed", path: "/payouts/all?state=failed", right: "handle_money" },
  { code: "adjustments_to_decide", path: "/adjustments?state=proposed", right: "handle_money" },
  { code: "credits_to_decide", path: "/credits/issues?state=proposed", right: "give_credit" },
  { code: "settlement_differences", path: "/reconciliation?state=open", right: "handle_money" },
  { code: "mails_failed", path: "/mails?state=failed", right: "see_customers" },
  { code: "imports_failed", path: "/imports?state=failed", right: "see_products" },
  { code: "products_unindexed", path: "/search", right: "edit_catalogue" },
  { code: "events_parked", path: "/jobs", right: "run_region" },
];
