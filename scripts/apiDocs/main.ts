/** Writes what the package's page says of its names, from the code. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { API_PAGE, withApi } from "./apiPage";

const path = join(__dirname, "..", "..", API_PAGE);
writeFileSync(path, withApi(readFileSync(path, "utf8")));
console.log(`${API_PAGE}: written`);
