import type { CreditDetail, IssueView, MyProfile } from "@globalmarket/api";
import { Notice } from "@globalmarket/ui/notice";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm, type FieldSpec } from "@globalmarket/web/forms/field-form";
import { Fold } from "@globalmarket/web/frame/fold";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { reasonField } from "@/features/forms/reasoned";
import { approveIssue, blockCredit, issueCredit, rejectIssue, unblockCredit } from "./actions";
import { CREDIT_KINDS } from "./filters";

/** Give a gift card or store credit; `customerId` is that of the page that led here. */
export async function IssueForm({ customerId = "" }: { customerId: string | undefined }) {
  const t = await getTranslations("credits");
  const forms = await getTranslations("forms");
  const { region } = await currentSite();
  const optional = forms("optional");
  return (
    <Panel title={t("give_title")} isNarrow>
      <p className="text-muted">{t("give_hint")}</p>
      <FieldForm
        id="issue"
        action={issueCredit}
        submit={t("give")}
        confirm={t("give_confirm")}
        fields={[
          keyField(),
          {
            name: "kind",
            type: "select",
            label: t("kind"),
            value: customerId ? "store_credit" : "gift_card",
            options: CREDIT_KINDS.map((value) => ({ value, label: t(`kinds.${value}`) })),
          },
          { name: "amount", label: t("amount_field"), dir: "ltr", maxLength: 15 },
          {
            name: "currency",
            type: "select",
            label: t("currency"),
            value: region.currencies[0]?.code ?? "",
            options: region.currencies.map(({ code }) => ({ value: code, label: code })),
          },
          {
            name: "customer_id",
            label: t("customer_field"),
            hint: t("customer_hint"),
            optional,
            dir: "ltr",
            maxLength: 40,
            value: customerId,
          },
          { name: "expires_at", type: "date", label: t("expires_field"), optional },
          await reasonField(),
        ]}
      />
    </Panel>
  );
}

/** What another person decides about an issue. The form that issued a gift card stays, since it alone shows the code. */
export async function IssueDecisions({ issue, person }: { issue: IssueView; person: MyProfile }) {
  const t = await getTranslations("credits");
  const isOver = issue.state !== "proposed";
  const isOwn = issue.created_by === person.id;
  const hidden: FieldSpec[] = [{ name: "issue", type: "hidden", value: issue.id }];
  return (
    <>
      {isOwn && !isOver && <Notice kind="info">{t("own_issue")}</Notice>}
      {!isOwn && (
        <div className={isOver ? "contents" : "flex max-w-2xl flex-col gap-4"}>
          {!isOver && <h2 className="font-semibold text-lg">{t("approve_title")}</h2>}
          <FieldForm
            id="approve"
            action={approveIssue}
            submit={t("approve")}
            confirm={t("give_confirm")}
            isOver={isOver}
            fields={[...hidden, keyField(), await reasonField()]}
          />
        </div>
      )}
      {!isOver && (
        <Fold title={isOwn ? t("withdraw_title") : t("reject_title")} hint={t("reject_hint")}>
          <FieldForm
            id="reject"
            action={rejectIssue}
            submit={isOwn ? t("withdraw") : t("reject")}
            confirm={t("reject_confirm")}
            look="danger"
            fields={[...hidden, keyField(), await reasonField()]}
          />
        </Fold>
      )}
    </>
  );
}

/** Have a credit pay nothing more, or pay again. */
export async function BlockForms({ credit, from }: { credit: CreditDetail; from: string }) {
  const t = await getTranslations("credits");
  const isActive = credit.state === "active";
  const name = isActive ? "block" : "unblock";
  return (
    <Fold title={t(`${name}_title`)} hint={t(`${name}_hint`)}>
      <FieldForm
        id={name}
        action={isActive ? blockCredit : unblockCredit}
        submit={t(name)}
        confirm={t(`${name}_confirm`)}
        look={isActive ? "danger" : "primary"}
        fields={[
          { name: "credit", type: "hidden", value: credit.id },
          { name: "from", type: "hidden", value: from },
          keyField(),
          await reasonField(),
        ]}
      />
    </Fold>
  );
}
