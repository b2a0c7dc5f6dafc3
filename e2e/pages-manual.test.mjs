// The pages of the manual, looked over.

import { GROUPS } from "./all-pages.mjs";
import { lookOver } from "./look-over.mjs";

lookOver(GROUPS.manual);
