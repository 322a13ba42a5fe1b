import { type LiveMessage, stayConnected } from "@globalmarket/web/live/connection";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";

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
  /** What is said of a message in place of `changed`, where the page shows it by itself and is not to be loaded anew; null for others. */
  showsItself?: (message: LiveMessage) => string | null;
}

/** Keeps the page as it is by now: what changes is loaded and said politely. Without a connection the page asks from time to time. */
export function StayCurrent({ address, ticketPath, changed, showsItself = loadAnew }: LiveProps) {
  const router = useRouter();
  const [said, setSaid] = useState("");
  const [isConnected, setIsConnected] = useState(true);
  useEffect(
    () =>
      stayConnected({
        address: () => (ticketPath ? askForAddress(ticketPath) : Promise.resolve(address ?? null)),
        onMessage: (message) => {
          const shown = showsItself(message);
          if (shown === null) setTimeout(() => router.refresh(), SETTLED_MS);
          setSaid(shown ?? changed);
        },
        onState: setIsConnected,
      }),
    [address, ticketPath, changed, showsItself, router],
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

function loadAnew(): null {
  return null;
}

async function askForAddress(path: string): Promise<string | null> {
  const answer = await fetch(path, { method: "POST" });
  return answer.ok ? ((await answer.json()) as { address: string }).address : null;
}
