import { ANSWER_COOKIE } from "./names";

/** The visitor's answer so far: empty if there is none. A browser that asks sites not to track has said no. */
export function presentAnswer(): "yes" | "no" | "" {
  const { globalPrivacyControl, doNotTrack } = navigator as Navigator & { globalPrivacyControl?: boolean };
  if (globalPrivacyControl || doNotTrack === "1") return "no";
  const found = new RegExp(`(?:^|; )${ANSWER_COOKIE}=(yes|no)`).exec(document.cookie)?.[1];
  return found === "yes" || found === "no" ? found : "";
}
