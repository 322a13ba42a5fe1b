/** Runs the operator's panel: `node server.ts --port 8003`. */
import { withFaultPage } from "@globalmarket/web/faults/handler";
import { withMissingPage } from "@globalmarket/web/faults/missing";
import { wordsIn } from "@globalmarket/web/faults/words";
import { serve } from "@globalmarket/web/process/serve";

const words = wordsIn(new URL("messages/", import.meta.url));

await serve({
  folder: import.meta.dirname,
  port: 8003,
  around: (render) => withFaultPage(withMissingPage(render), words),
});
