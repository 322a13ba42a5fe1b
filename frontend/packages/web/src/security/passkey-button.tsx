"use client";

import { Button } from "@globalmarket/ui/button";
import { useEffect, useRef, useState } from "react";
import { askForPasskey, hasPasskeys } from "./passkey-browser";

interface Props {
  challenge: string;
  /** JSON text of the API's. */
  options: string;
  label: string;
  /** What stands below once the person declined, or the device did not answer. */
  failed: string;
  /** The names of the form's fields for the challenge and the answer. */
  challengeName: string;
  credentialName: string;
}

/** In a form: asks for a passkey and sends the form with its answer. Browsers without passkeys do not show it. */
export function PasskeyButton({ challenge, options, label, failed, challengeName, credentialName }: Props) {
  const [isShown, setShown] = useState(false);
  const [hasFailed, setFailed] = useState(false);
  const answer = useRef<HTMLInputElement>(null);
  useEffect(() => setShown(hasPasskeys()), []);
  if (!isShown) return null;
  const ask = async () => {
    const credential = await askForPasskey(options).catch(() => null);
    setFailed(credential === null);
    if (!credential || !answer.current) return;
    answer.current.value = credential;
    answer.current.form?.requestSubmit();
  };
  return (
    <div className="flex flex-col items-start gap-2">
      <input type="hidden" name={challengeName} value={challenge} />
      <input ref={answer} type="hidden" name={credentialName} defaultValue="" />
      <Button look="secondary" onClick={ask}>
        {label}
      </Button>
      {hasFailed && (
        <p role="alert" className="text-sale text-sm">
          {failed}
        </p>
      )}
    </div>
  );
}
