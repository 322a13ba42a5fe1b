import type { MySession, SecondFactorView } from "@globalmarket/api";
import { Badge } from "@globalmarket/ui/badge";
import { Notice } from "@globalmarket/ui/notice";
import { getTranslations } from "next-intl/server";
import { Done } from "../forms/done";
import { FieldForm } from "../forms/field-form";
import type { FormAction } from "../forms/form-state";
import { Fold } from "../frame/fold";
import { PageFrame } from "../frame/page-frame";
import { Panel } from "../frame/panel";
import { privateApi } from "../server/site";
import { removeSecondFactor, renewCodes } from "./actions";
import { PasskeyList } from "./passkey-list";
import { SessionTable } from "./session-table";
import { SetUpForm, type SetUpWords } from "./set-up-form";

/** A person's own security: the second factor, and where the person is logged in. `done` is of the page's address. */
export async function SecurityPage({ done }: { done: string | string[] | undefined }) {
  const t = await getTranslations("security");
  const [factor, sessions] = await Promise.all([readFactor(), listSessions()]);
  return (
    <PageFrame title={t("title")}>
      <Done asked={done} messages={{ removed: t("done.removed"), session_ended: t("done.session_ended") }} />
      <Panel title={t("factor")} isNarrow>
        {!factor.is_on && <Absent isRequired={factor.is_required} />}
        {/* At one place whether the factor is on or off: the form's state alone holds the recovery codes, once the right code was sent. */}
        <SetUpForm isOver={factor.is_on} words={await setUpWords()} />
        {factor.is_on && <Present factor={factor} />}
      </Panel>
      {factor.is_on && (
        <Panel title={t("passkeys.title")}>
          <PasskeyList passkeys={factor.passkeys} />
        </Panel>
      )}
      <Panel title={t("sessions")}>
        <SessionTable sessions={sessions} />
      </Panel>
    </PageFrame>
  );
}

async function Absent({ isRequired }: { isRequired: boolean }) {
  const t = await getTranslations("security");
  return (
    <>
      {isRequired && <Notice kind="info">{t("required")}</Notice>}
      <p>{t("why")}</p>
    </>
  );
}

async function setUpWords(): Promise<SetUpWords> {
  const t = await getTranslations("security");
  return {
    password: t("password"),
    begin: t("begin"),
    scan: t("scan"),
    picture: t("picture"),
    typeInstead: t("type_instead"),
    code: t("code.label"),
    codeHint: t("code_hint"),
    confirm: t("confirm"),
    done: t("done.set_up"),
    keepCodes: t("keep_codes"),
  };
}

async function Present({ factor }: { factor: SecondFactorView }) {
  const t = await getTranslations("security");
  return (
    <>
      <p className="flex flex-wrap items-center gap-3">
        <Badge tone="good">{t("is_on")}</Badge>
        {t("codes_left", { count: factor.recovery_codes_left })}
      </p>
      <Change id="renew" title={t("renew")} action={renewCodes} />
      <Change id="remove" title={t("remove")} action={removeSecondFactor} isDanger />
    </>
  );
}

interface ChangeProps {
  id: string;
  title: string;
  action: FormAction;
  isDanger?: boolean;
}

/** What needs the password and a code. */
async function Change({ id, title, action, isDanger = false }: ChangeProps) {
  const t = await getTranslations("security");
  return (
    <Fold title={title}>
      <FieldForm
        id={id}
        action={action}
        submit={title}
        look={isDanger ? "danger" : "secondary"}
        fields={[
          { name: "password", type: "password", label: t("password"), autoComplete: "current-password" },
          { name: "code", label: t("code.label"), autoComplete: "one-time-code", maxLength: 20, dir: "ltr" },
        ]}
      />
    </Fold>
  );
}

async function readFactor(): Promise<SecondFactorView> {
  const { data } = await (await privateApi()).GET("/api/v1/me/second-factor");
  if (!data) throw new Error("the API answered without a body");
  return data;
}

/** The latest hundred: nobody is logged in at more places. */
async function listSessions(): Promise<MySession[]> {
  const { data } = await (await privateApi()).GET("/api/v1/me/sessions", { params: { query: { limit: 100 } } });
  return data?.items ?? [];
}
