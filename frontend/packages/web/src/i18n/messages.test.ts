import { join } from "node:path";
import { testCatalogues } from "./catalogues";

testCatalogues(join(import.meta.dirname, "../../messages"), ["security"]);
