import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { FieldForm } from "../forms/field-form";
import type { FormAction } from "../forms/form-state";
import { Link } from "../frame/link";
import { PasskeyButton } from "../security/passkey-button";
import { ownPath } from "../server/own-path";
import { findChallenge, findPasskeyOptions } from "../server/session-cookie";
import { AuthPanel } from "./auth-panel";
import { loginStep } from "./sessions";

interface Props {
  action: FormAction;
  /** `next` of the page's address: where to go after the log-in. */
  next: string | string[] | undefined;
}

/** Where a person with a second factor enters the code, after the password. */
export async function EnterCode({ action, next }: Props) {
  const t = await getTranslations("security");
  const wanted = ownPath([next].flat()[0], "");
  const login = await loginStep("/login", wanted);
  const challenge = await findChallenge();
  if (!challenge) redirect(login);
  const passkeyOptions = await findPasskeyOptions();
  return (
    <AuthPanel title={t("code.title")} intro={t("code.intro")}>
      <FieldForm
        id="code"
        action={action}
        submit={t("code.submit")}
        fields={[
          { name: "next", type: "hidden", value: wanted },
          {
            name: "code",
            label: t("code.label"),
            hint: t("code.hint"),
            autoComplete: "one-time-code",
            maxLength: 20,
            dir: "ltr",
          },
        ]}
      >
        {passkeyOptions && (
          <PasskeyButton
            challenge={challenge}
            options={passkeyOptions}
            label={t("passkeys.use")}
            failed={t("passkeys.failed")}
            challengeName="challenge"
            credentialName="credential"
          />
        )}
      </FieldForm>
      <Link href={login} className="self-start py-2 text-sm underline underline-offset-4">
        {t("code.back")}
      </Link>
    </AuthPanel>
  );
}
