import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { stayConnected } from "./connection";

const POLL_MS = 30_000;
// Answers of the API that are kept follow a change within a second.
const SETTLED_MS = 1_000;

export interface LiveProps {
  /** Where to connect without a ticket. */
  address?: string;
  /** The shop's own page that gives an address with a ticket, for what is one visitor's. */
  ticketPath?: string;
  /** Said when something has changed. */
  changed: string;
}

/** Keeps the page as it is by now: what changes is loaded and said politely. Without a connection the page asks from time to time. */
export function StayCurrent({ address, ticketPath, changed }: LiveProps) {
  const router = useRouter();
  const [said, setSaid] = useState("");
  const [isConnected, setIsConnected] = useState(true);
  useEffect(
    () =>
      stayConnected({
        address: () => (ticketPath ? askForAddress(ticketPath) : Promise.resolve(address ?? null)),
        onMessage: () => {
          setTimeout(() => router.refresh(), SETTLED_MS);
          setSaid(changed);
        },
        onState: setIsConnected,
      }),
    [address, ticketPath, changed, router],
  );
  useEffect(() => {
    if (isConnected) return;
    const timer = setInterval(() => document.visibilityState === "visible" && router.refresh(), POLL_MS);
    return () => clearInterval(timer);
  }, [isConnected, router]);
  return (
    <p role="status" className="sr-only">
      {said}
    </p>
  );
}

async function askForAddress(path: string): Promise<string | null> {
  const answer = await fetch(path, { method: "POST" });
  return answer.ok ? ((await answer.json()) as { address: string }).address : null;
}
