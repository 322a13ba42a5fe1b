import type { FormState } from "../forms/form-state";

/** How far a person is with setting up a second factor: the password, then the code of the app, then the recovery codes to keep. */
export type SetUp =
  | { step: "password"; form: FormState | null }
  | { step: "code"; form: FormState | null; secret: string; qrCode: string }
  | { step: "done"; form: null; codes: string[] };

export const BEGIN: SetUp = { step: "password", form: null };

/** A form that adds a passkey; `creation` is what the browser makes it by, once the API has said so. */
export type AddingPasskey = FormState & { creation?: { challenge: string; options: string } };
