import {
  clauseReach,
  clauseStart,
  followsContent,
  hasContent,
  isWithinContent,
  leadsContent,
  taken,
} from './sentence-prompt.ts';
import { type Meaning, thing } from './sentence-rule.ts';

/**
 * Whether a phrase that would set a field tells of the scene: "a cake is ready in 20 minutes" is no deadline, "everything is under $5" no
 * budget. One place for all rules, so that a rule need only know its own words. `open`: the text with the settings blanked that were read before.
 */
export function isOfScene(meaning: Meaning, open: string, start: number, end: number): boolean {
  if (!('field' in meaning)) return false;
  const { field, value } = meaning;
  const words = open.slice(start, end);
  const clause = clauseStart(open, start);
  const before = open.slice(clause, start);
  const after = open.slice(end, end + 40);
  // Words of the content stand before it in its clause, or in an earlier one; the next word is one.
  const follows = followsContent(open, start);
  const hasEarlier = () => follows || hasContent(open.slice(Math.max(0, clause - clauseReach), clause));
  const leads = leadsContent(open, end);
  // Words of the content stand before it, and nothing there looks like a setting, or speaks of the clip.
  const isAlone = follows && !setting.test(before) && !ofTheClip.test(before + words);
  /**
   * "and a 4K Blu-ray", "a 16:9 TV showing a 9:16 video": a word of what is seen, between an article and its noun. At the beginning of a
   * sentence only before such nouns as have one: "a 4K sunset" is wished for.
   */
  const describes = () =>
    /\b(?:show|watch|play|film)(?:s|ing) an? $/i.test(before) ||
    (leads && /\b(?:an?|the|his|her|their|my|our) $/i.test(before) && (hasEarlier() || shaped.test(after)));

  switch (field) {
    case 'maxSeconds':
      return (
        // No clip is made in so short a time.
        Number(value) < 10 ||
        // "my essay is due in 20 minutes" tells when it is needed.
        (isAlone && !/\bmy\b/i.test(before)) ||
        // "wait 20 seconds, then the door opens", "back in 5 minutes sign".
        /^,? (?:and )?(?:then|before|until|says?)\b/i.test(after) ||
        (leads && !/\b(?:i\b|need|want|wait|have|get|finish|render)/i.test(words)) ||
        // "within 30 seconds the house falls".
        (/^within/i.test(words) && /^ (?:the|his|her|its|their|everything|he|she|they) (?!clip|video)/i.test(after))
      );

    case 'maxUsd':
      return (
        // "2 dollars a glass".
        (/^ ?(?:an?|per|each|every|\/) ?(?!clip|video|take|shot|piece)[a-z]+(?=\W*$|[,;.!?)])/i.test(after) &&
          hasEarlier()) ||
        // "everything is under $5", "a taxi costs less than $5", and not "a clip that costs less than $5".
        (isAlone && (trade.test(before) || (/^costs /i.test(words) && !/\bthat $/i.test(before))))
      );

    case 'audio':
      return (
        value === false &&
        // "there is no sound", "turns the sound off".
        (/\b(?:there(?:['’]s| is| was)|hears?|heard|making|made|(?:turn|switch)(?:s|es|ed|ing)(?: off)?) $/i.test(
          before,
        ) ||
          // "makes no sound", "without sound insulation".
          (follows && /^(?:makes?|has|have) /i.test(words)) ||
          (isAlone &&
            leads &&
            /\b(?:no|without) \w+$/i.test(words) &&
            /^ [a-z]+(?=\W*$|[,;.!?]| (?:in|on|of|at)\b)/i.test(after)))
      );

    case 'durationSeconds':
      // "wins by 2 seconds", and not "extend it by 2 seconds".
      if (/^by /i.test(words)) return !before.includes(taken) && !/\b(?:extend|lengthen|prolong)\b/i.test(before);
      return (
        // "must be defused in under 2 minutes".
        (isAlone && /\bin $/i.test(before)) ||
        // "a man stops, a 4 second pause".
        (describes() && !/^[ -](?:time|hyper|mont|gif|spot|trail|intro)/i.test(after))
      );

    case 'aspectRatio':
      return (
        describes() ||
        // "a bus with an Instagram Reels advert", "an Instagram story on her phone".
        (/^an? /i.test(words) &&
          (/\b(?:with|on|of|in|at|from|like|watch(?:es|ing)|film(?:s|ing)|scrolling) $/i.test(before) ||
            /^ on (?!my|our)/i.test(after))) ||
        // "a neon sign: 9:16".
        /\b(?:sign|caption|label|banner|billboard|poster|plate|ticket|board)s?: $/i.test(before)
      );

    case 'resolution':
      return describes();

    case 'priority':
      // "a low cost airline".
      return leads && !setting.test(before) && /(?:quality|cost|price|budget|friendly|value|inexpensive)$/i.test(words);

    case 'providers.allow':
    case 'providers.deny': {
      const isLoose = /^(?:with(?:out)?|by|via|through|from|on)\b/i.test(words);
      // Other makers share their names with nothing.
      const isGoogle = /\bgoogle$/i.test(words);
      return (
        // "with Google Glasses on", "a boy using Google Translate".
        (leads &&
          !/^ (?:not|only)\b/i.test(after) &&
          (follows || / only$/i.test(words) || (isGoogle && (isLoose || /^ [A-Z]/.test(after))))) ||
        // "a woman with Google on her screen", "without Google, life was slower".
        (isLoose &&
          (isWithinContent(open, start, end) ||
            (isGoogle && /^without/i.test(words) && before === '' && /^, \p{L}/u.test(after))))
      );
    }

    default:
      return false;
  }
}

/** What leads to a price in a scene: "everything is under $5", "a burger for less than a dollar". */
const trade =
  /\b(?:is|are|was|were|goes|go|coins|(?:drop|fall|tumble)s|sav(?:es?|ing)|earns?|wins?|pays?|paid|spen(?:ds|t)|sells?|sold|bought|tickets?|food|meals?|drinks?|beers?|coffees?|burgers?|pizzas?|toys?)(?: (?:for|at|to))? $/i;

const shaped = new RegExp(`^(?:${thing}|[ -](?:scale|canvas|painting|print|frame|label|blu|map|sticker))`, 'i');

const ofTheClip = /\b(?:i|we|make|create|get|clips?|videos?|it|this|needed|budget|price|total|limit)\b/i;

/** What looks like a setting, or was one. */
const setting = new RegExp(`\\d|${taken}`);
