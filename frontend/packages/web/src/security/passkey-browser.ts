/** Whether this browser can hold passkeys, and read and write them as JSON. */
export function hasPasskeys(): boolean {
  return typeof PublicKeyCredential !== "undefined" && "parseRequestOptionsFromJSON" in PublicKeyCredential;
}

/** Ask the person for one of the passkeys that the options name; the answer for the API. Rejects where the person declines. */
export async function askForPasskey(options: string): Promise<string> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(JSON.parse(options));
  return written(await navigator.credentials.get({ publicKey }));
}

/** Let the person's device make a passkey; the answer for the API. Rejects where the person declines. */
export async function makePasskey(options: string): Promise<string> {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(JSON.parse(options));
  return written(await navigator.credentials.create({ publicKey }));
}

function written(credential: Credential | null): string {
  if (!(credential instanceof PublicKeyCredential)) throw new Error("the browser made no passkey");
  return JSON.stringify(credential.toJSON());
}
