import type { JobReason, JobReasonCode } from '@shotcaller/core';
import { adviceWords } from '../page-words.ts';

interface Advice {
  readonly text: string;
  readonly link?: { readonly href: string; readonly text: string };
}

/** What to do about the cause for which a job brought no clip, with the place where it is done. */
export function JobAdvice({ reason }: { readonly reason: JobReason }) {
  const advice = adviceOf(reason);
  if (!advice) return null;
  const { text, link } = advice;
  const isElsewhere = link?.href.startsWith('https:');
  return (
    <p className="advice">
      {text}{' '}
      {link && (
        <a href={link.href} {...(isElsewhere && { target: '_blank', rel: 'noreferrer' })}>
          {link.text}
        </a>
      )}
    </p>
  );
}

const toSpend = { href: '#/spend', text: adviceWords.toSpend };
const toKeys = { href: '#/keys', text: adviceWords.toKeys };
const toCredits = { href: 'https://openrouter.ai/settings/credits', text: 'openrouter.ai/settings/credits' };
const toStatus = { href: 'https://status.openrouter.ai', text: 'status.openrouter.ai' };

function adviceOf(reason: JobReason): Advice | undefined {
  switch (reason.code) {
    case 'over_budget':
      if (reason.setBy === 'job') return { text: adviceWords.ownLimit };
      return reason.cap === 'key' || reason.cap === 'key_day'
        ? { text: adviceWords.keyBudget, link: toKeys }
        : { text: adviceWords.budget, link: toSpend };
    case 'request_refused':
      return afterRefusal(reason.httpStatus);
    default:
      return plain[reason.code];
  }
}

function afterRefusal(httpStatus: number): Advice | undefined {
  switch (httpStatus) {
    case 401:
      return { text: adviceWords.keyRefused };
    case 402:
      return { text: adviceWords.credit, link: toCredits };
    case 403:
      return { text: adviceWords.moderated };
    case 404:
      return { text: adviceWords.modelGone, link: { href: '#/models', text: adviceWords.toModels } };
    case 413:
      return { text: adviceWords.smallerPictures };
    default:
      return { text: adviceWords.otherSettings };
  }
}

const plain: Partial<Record<JobReasonCode, Advice>> = {
  price_unknown_with_cap: { text: adviceWords.priceUnknown, link: toSpend },
  model_not_allowed: { text: adviceWords.modelNotAllowed, link: toKeys },
  key_revoked: { text: adviceWords.keyRevoked, link: toKeys },
  no_capacity: { text: adviceWords.noCapacity },
  service_not_reached: { text: adviceWords.serviceDown, link: toStatus },
  not_sent: { text: adviceWords.notSent },
  job_failed: { text: adviceWords.failed },
  job_cancelled: { text: adviceWords.failed },
  job_expired: { text: adviceWords.expired },
  polls_refused: { text: adviceWords.keyRefused },
  content_gone: { text: adviceWords.contentGone },
  file_not_written: { text: adviceWords.noRoom },
};
