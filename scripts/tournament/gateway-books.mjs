// What the ledger of a gateway adds up to, once what is in doubt was settled by what the account shows. Over HTTP alone, as a person would.
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * `account`: the service's jobs, `{ remoteId, billedUsd }`, `billedUsd: null` for one without a bill. Answers the sums of `GET /v1/ledger`, and
 * of the last job that was in doubt the bytes of the clip that came of it.
 */
export async function gatewayBooks(url, { account, patienceSeconds }) {
  const { jobs } = await (await fetch(`${url}/v1/jobs?limit=100`)).json();
  let settled = null;
  for (const { id } of jobs)
    settled = (await settleByAccount(`${url}/v1/jobs/${id}`, account, patienceSeconds)) ?? settled;
  // A webhook that is still on its way may bring back what was settled, and its bill then takes the place of what was said.
  const total = await until(
    async () => (await (await fetch(`${url}/v1/ledger`)).json()).total,
    ({ reservedUsd }) => reservedUsd === '0',
    patienceSeconds,
  );
  const { billedUsd, assumedUsd, reservedUsd, unknownBills } = total;
  return { settled, billedUsd, assumedUsd, reservedUsd, unknownBills };
}

/** Gives the id that the account shows to a job that has none; what is in doubt then is settled by the bill. `null`: it was not. */
async function settleByAccount(path, account, patienceSeconds) {
  // Nothing more comes of it at the service: what is not at rest soon never will be by itself.
  let job = await atRest(path, patienceSeconds / 4);
  if (!isAtRest(job)) {
    await post(`${path}/resume`, { watchSeconds: 1 });
    job = await atRest(path, patienceSeconds);
  }
  if (!isInDoubt(job)) return null;
  const found = account.find(({ remoteId }) => job.remoteId === null || job.remoteId === remoteId);
  if (job.remoteId === null && found) {
    const { status } = await post(`${path}/resume`, { remoteId: found.remoteId, watchSeconds: 300 });
    if (status === 202) job = await atRest(path, patienceSeconds);
    if (!isInDoubt(job)) return { how: 'its id was given', bytes: job.files[0]?.bytes ?? 0 };
  }
  const answer = await post(
    `${path}/settle`,
    found?.billedUsd || job.remoteId !== null || job.unknownBills > 0
      ? { billedUsd: found?.billedUsd ?? '0' }
      : { notBought: true },
  );
  // 409: a webhook has brought the answer meanwhile, and nothing is in doubt any more.
  if (answer.status !== 200 && answer.status !== 409) {
    throw new Error(`${path}/settle answered ${answer.status}: ${await answer.text()}`);
  }
  return { how: 'settled by hand', bytes: 0 };
}

function atRest(path, seconds) {
  return until(async () => (await fetch(path)).json(), isAtRest, seconds);
}

function isAtRest({ ended, status }) {
  return ended || status === 'unknown';
}

function isInDoubt({ status, billedUsd, unknownBills }) {
  return status === 'unknown' || (status === 'gave_up_watching' && billedUsd === null) || unknownBills > 0;
}

/** The first answer that is enough, else the last one after so many seconds. */
async function until(ask, isEnough, seconds) {
  const untilMs = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (isEnough(answer) || Date.now() > untilMs) return answer;
    await sleep(50);
  }
}

function post(url, body) {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}
