import "server-only";
import { Refused } from "@globalmarket/api";
import { getTranslations } from "next-intl/server";
import { fieldErrors, isDecided, problemSentence } from "../server/problems";
import { renewAccess } from "../server/session-cookie";
import { privateApi } from "../server/site";
import { type FormState, typed } from "./form-state";
import { PROOF_CHALLENGE, PROOF_CODE, PROOF_CREDENTIAL, PROOF_PASSWORD } from "./proof-names";

/** The API wants to know again who the person is, before it does what the form says. */
export function wantsProof(error: unknown): boolean {
  return error instanceof Refused && error.code === "reauthentication_required";
}

/**
 * Tell the API what the person has proved with the form, if the form asked; null if that is in order, else what the form shows. `values`
 * are what the form keeps.
 */
export async function prove(form: FormData, values: Record<string, string>): Promise<FormState | null> {
  const sent = typed(form, PROOF_PASSWORD, PROOF_CODE, PROOF_CHALLENGE, PROOF_CREDENTIAL);
  const credential = sent[PROOF_CREDENTIAL];
  const body = {
    ...(sent[PROOF_PASSWORD] && { password: sent[PROOF_PASSWORD] }),
    ...(sent[PROOF_CODE] && !credential && { code: sent[PROOF_CODE] }),
    ...(credential && { credential, challenge: sent[PROOF_CHALLENGE] ?? "" }),
  };
  if (Object.keys(body).length === 0) return null;
  try {
    const { data } = await (await privateApi()).POST("/api/v1/me/reauthentication", { body });
    if (data) await renewAccess(data);
    return null;
  } catch (error) {
    if (!isDecided(error) || error.status === 401) {
      return {
        kind: "problem",
        message: await problemSentence(error),
        errors: {},
        values,
        attempt: crypto.randomUUID(),
      };
    }
    const { password, code } = fieldErrors(error);
    const errors = { ...(password && { [PROOF_PASSWORD]: password }), ...(code && { [PROOF_CODE]: code }) };
    const message = Object.keys(errors).length > 0 ? "" : await problemSentence(error);
    return asksProof(values, { message, errors });
  }
}

/** The form asks who the person is: by the password, or by the second factor where there is one. */
export async function asksProof(
  values: Record<string, string>,
  wrong: Pick<FormState, "message" | "errors"> = { message: "", errors: {} },
): Promise<FormState> {
  const t = await getTranslations("security");
  const { data } = await (await privateApi()).POST("/api/v1/me/reauthentication/options");
  const isByCode = data?.by === "code";
  return {
    kind: "problem",
    ...wrong,
    values,
    attempt: crypto.randomUUID(),
    proof: {
      by: isByCode ? "code" : "password",
      why: t(isByCode ? "proof.code" : "proof.password"),
      label: t(isByCode ? "code.label" : "password"),
      submit: t("proof.submit"),
      passkey: data?.passkey_options
        ? {
            challenge: data.challenge ?? "",
            options: data.passkey_options,
            label: t("passkeys.use"),
            failed: t("passkeys.failed"),
          }
        : null,
    },
  };
}
