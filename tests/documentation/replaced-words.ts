/** Texts that read badly, and what is said instead. None may come back into what a user reads. */
export interface ReplacedText {
  readonly gone: RegExp;
  readonly instead: string;
}

export const replacedTexts: readonly ReplacedText[] = [
  { gone: /\bWhat counts\b(?! more)/, instead: 'Priorities' },
  { gone: /the pick stays whatever you do/i, instead: 'No setting changes the result' },
  { gone: /Sound: default|\bdefault · either\b/, instead: 'Sound: model default · don’t mind' },
  { gone: /people rate it/i, instead: 'Quality 1460 (human votes)' },
  { gone: /\b9 in 10 within\b|\b9 of 10 within\b/i, instead: '90 % finish within 24 s' },
  { gone: /nothing cheaper is rated higher/i, instead: 'Best quality for the price' },
  { gone: /at rates that a bill has confirmed/i, instead: 'Confirmed by a real invoice' },
  { gone: /from a board that is no longer kept/i, instead: 'Source discontinued' },
  { gone: /the interval was not published/i, instead: 'No margin of error published' },
  { gone: /sound is not mentioned|reckoned with sound/i, instead: 'Priced with sound' },
  { gone: /were held against the clip|\bheld against\b/i, instead: 'No model can make this clip. Closest options:' },
  { gone: /rank models too whose catalogue/i, instead: 'Include models with missing specifications' },
  { gone: /the choice counts on a picture/i, instead: 'Add your picture to run this' },
  { gone: /the sentence speaks of a picture/i, instead: 'You mentioned a picture' },
  {
    gone: /\bOrdering, once\b|\bit is ordered once\b|if the answer is lost, /i,
    instead: 'Placing the order… You will not be charged twice',
  },
  { gone: /buy it although nobody/i, instead: 'Run at an unknown price' },
  { gone: /was asked for by name/i, instead: '(leave out)' },
  {
    gone: /whether it was bought is not known; look at/i,
    instead: 'We lost contact before the answer. Check openrouter.ai/activity',
  },
  { gone: /would be broken: \$/i, instead: 'This clip may cost up to $2.00; your limit per job is $0.80' },
  { gone: /the gateway has gone|\bchoosing only\b/i, instead: 'Reconnecting… / Offline: you can still compare models' },
  {
    gone: /never bought again on a doubt|never sent twice on a doubt/i,
    instead: 'A submit is never repeated unless OpenRouter has certainly refused it',
  },
  {
    gone: /\bnobody fits\b|everybody['’]s reason/i,
    instead: 'If no model fits, the answer is 400, with each model’s reasons in …',
  },
  { gone: /is out of range\. Allowed: text of/i, instead: '`prompt` must be valid text of 1 to 32,000 characters' },
  // Words with another word everywhere.
  { gone: /\bembedded simulator\b/i, instead: 'built-in simulator' },
  { gone: /\bwhole, and as ordered\b/i, instead: 'Verified' },
  {
    gone: /\bmoney held\b|\bbeing made\b(?= ·|$)|\bfetched and checked\b(?= ·|$)/i,
    instead: 'Reserved · Generating · Downloading',
  },
  { gone: /\bwhat the bills have taught\b/i, instead: 'Spend' },
];
