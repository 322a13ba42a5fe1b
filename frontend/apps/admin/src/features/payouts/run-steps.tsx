import type { MyProfile, PayoutRunDetail } from "@globalmarket/api";
import { formatMoney } from "@globalmarket/money";
import { buttonClass } from "@globalmarket/ui/button";
import { Notice } from "@globalmarket/ui/notice";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm, type FieldSpec } from "@globalmarket/web/forms/field-form";
import { Fold } from "@globalmarket/web/frame/fold";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { reasonField } from "@/features/forms/reasoned";
import { approveRun, cancelRun, payRun } from "./actions";
import { toApprove, toPay } from "./run-amounts";
import { TRANSFER_TYPES } from "./statement-types";

interface Props {
  run: PayoutRunDetail;
  person: MyProfile;
}

/** What can be done with the run as it stands: the next step, and the way out. */
export async function RunSteps({ run, person }: Props) {
  const hidden: FieldSpec[] = [{ name: "run", type: "hidden", value: run.id }];
  const isEmpty = toApprove(run).count === 0;
  return (
    <>
      {run.state === "preview" && !isEmpty && (
        <Approve hidden={hidden} run={run} isOwn={run.created_by === person.id} />
      )}
      {(run.state === "approved" || run.state === "paying") && <Pay hidden={hidden} run={run} />}
      {(run.state === "paying" || run.state === "done") && <Transfers run={run} />}
      {(run.state === "preview" || run.state === "approved") && <Cancel hidden={hidden} />}
    </>
  );
}

interface StepProps {
  hidden: FieldSpec[];
  run: PayoutRunDetail;
}

async function Approve({ hidden, run, isOwn }: StepProps & { isOwn: boolean }) {
  const t = await getTranslations("payouts");
  const { locale } = await currentSite();
  return (
    <Panel title={t("approve_title", { amount: formatMoney(run.total, locale.tag) })} isNarrow>
      <p className="text-muted">{t("approve_hint")}</p>
      {isOwn && <Notice kind="info">{t("own_run")}</Notice>}
      <FieldForm
        id="approve"
        action={approveRun}
        submit={t("approve")}
        confirm={t("approve_confirm")}
        fields={[...hidden, keyField(), await reasonField()]}
      />
    </Panel>
  );
}

/** Books what is approved: all of it, or what could not be sent before. */
async function Pay({ hidden, run }: StepProps) {
  const t = await getTranslations("payouts");
  const { locale } = await currentSite();
  const { count, total } = toPay(run);
  if (count === 0) return null;
  return (
    <Panel title={t("pay_title", { amount: formatMoney(total, locale.tag) })} isNarrow>
      <p className="text-muted">{t("pay_hint")}</p>
      <FieldForm
        id="pay"
        action={payRun}
        submit={t("pay")}
        confirm={t("pay_confirm")}
        fields={[...hidden, keyField(), await reasonField()]}
      />
    </Panel>
  );
}

async function Transfers({ run }: { run: PayoutRunDetail }) {
  const t = await getTranslations("payouts");
  const { locale } = await currentSite();
  const isWaiting = run.payouts.some(({ state }) => state === "paying");
  if (!isWaiting) return null;
  const types = TRANSFER_TYPES.filter((type) => type === "csv" || run.currency === "EUR");
  return (
    <Panel title={t("transfers")}>
      <p className="text-muted">{t("transfers_hint")}</p>
      <ul className="flex flex-wrap gap-3">
        {types.map((type) => (
          <li key={type}>
            <a href={`/${locale.tag}/payouts/runs/${run.id}/transfers/${type}`} className={buttonClass("secondary")}>
              {t(`transfers_as.${type}`)}
            </a>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

async function Cancel({ hidden }: { hidden: FieldSpec[] }) {
  const t = await getTranslations("payouts");
  return (
    <Fold title={t("cancel_run_title")} hint={t("cancel_run_hint")}>
      <FieldForm
        id="cancel"
        action={cancelRun}
        submit={t("cancel_run")}
        confirm={t("cancel_run_confirm")}
        look="danger"
        fields={[...hidden, keyField(), await reasonField()]}
      />
    </Fold>
  );
}
