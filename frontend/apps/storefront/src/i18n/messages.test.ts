import { join } from "node:path";
import { testCatalogues } from "@globalmarket/web/i18n/catalogues";
import { NAMESPACES } from "./namespaces";

const SOURCES = join(import.meta.dirname, "..");

testCatalogues(join(import.meta.dirname, "../../messages"), NAMESPACES, [SOURCES]);
