// Asks the oracle: one JSON object per line in, one answer per line out.
//
//     node simulate.mjs FOLDER < cases
//
// FOLDER is where `npm ci` put the oracle. A line in: {"simulation": ..., "session": true} as
// iam-simulate takes it; with "session" the validating entry is used, which alone takes session
// policies. A line out: {"answer": "Allowed"} or {"error": ...}.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { join, resolve } from "node:path";

const load = createRequire(join(resolve(process.argv[2]), "package.json"));
const { createValidatedPolicy } = load("@cloud-copilot/iam-policy");
const { runSimulation, runUnsafeSimulation } = load("@cloud-copilot/iam-simulate");

async function answer({ simulation, session }) {
  if (!session) {
    const policy = simulation.resourcePolicy;
    if (policy) {
      // Without a name of its own, the entry that does not validate fails on it.
      simulation.resourcePolicy = createValidatedPolicy(policy, () => [], { name: "resource" });
    }
    return { answer: runUnsafeSimulation(simulation, {}) };
  }
  const found = await runSimulation(simulation, {});
  if (found.resultType === "error") {
    return { error: JSON.stringify(found.errors) };
  }
  return { answer: found.overallResult };
}

for await (const line of createInterface({ input: process.stdin })) {
  let result;
  try {
    result = await answer(JSON.parse(line));
  } catch (error) {
    result = { error: String(error) };
  }
  process.stdout.write(JSON.stringify(result) + "\n");
}
