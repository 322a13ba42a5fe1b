import { join } from "node:path";
import { testCatalogues } from "@globalmarket/web/i18n/catalogues";
import { NAMESPACES } from "./namespaces";

testCatalogues(join(import.meta.dirname, "../../messages"), NAMESPACES);
