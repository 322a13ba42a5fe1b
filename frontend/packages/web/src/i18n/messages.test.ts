import { join } from "node:path";
import { testCatalogues } from "./catalogues";

// The shared pages' other texts are in each app's own catalogues, whose tests look for them.
testCatalogues(
  join(import.meta.dirname, "../../messages"),
  ["security", "confirmation", "lists", "palette", "reports"],
  [join(import.meta.dirname, "../security")],
);
