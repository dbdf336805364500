// Builds the package of the working folder by its tsdown.config.ts. The command `tsdown` says at each start that it will leave Node 20 one day, which is
// no news for somebody who installs; real warnings are shown.
import { build } from 'tsdown';

await build({ logLevel: 'warn' });
