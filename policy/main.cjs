// What `pulumi` starts. It would compile the pack with the TypeScript compiler, which takes a second
// longer: each preview waits for it.
require("tsx/cjs/api").register();
require("./index.ts");
