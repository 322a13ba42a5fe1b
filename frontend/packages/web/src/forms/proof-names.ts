/** The names of the fields by which a form asks who the person is. */
export const PROOF_PASSWORD = "proof_password";
export const PROOF_CODE = "proof_code";
export const PROOF_CHALLENGE = "proof_challenge";
export const PROOF_CREDENTIAL = "proof_credential";
