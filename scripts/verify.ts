// npm run verify -- <base URL>: recomputes the published figures of a running site from its published ledger.
import { Failure, reportFailure } from "./services/failure.ts";
import { verifySite } from "./verify/verify-site.ts";

const [address] = process.argv.slice(2);
try {
  if (!address || !URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) {
    throw new Failure("name the site: npm run verify -- https://example.org");
  }
  const verdict = await verifySite(address.replace(/\/+$/, ""), (text) => console.log(`  read ${text}`));
  for (const problem of verdict.problems) console.error(problem);
  if (verdict.problems.length > 0) throw new Failure(`${verdict.problems.length} figures do not hold`);
  console.log(
    `every figure of ${verdict.fundCount} funds equals the sum of its rows (${verdict.transferCount} transfers)`,
  );
} catch (error) {
  reportFailure("verify", error);
}
