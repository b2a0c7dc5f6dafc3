// The pages of record sets, changes, System, users, roles and accounts, looked over.

import { GROUPS } from "./all-pages.mjs";
import { lookOver } from "./look-over.mjs";

lookOver(GROUPS.administration);
