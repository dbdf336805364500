import { numberWord } from './quantities.ts';
import { anyCase, clauseOpening, type SentenceRule, says } from './sentence-rule.ts';

const picture =
  '(?:photo(?:graph)?|picture|image|pic|still|drawing|painting|screenshot|selfie|illustration|product shot)';
const handedOver = '(?:attached|uploaded|enclosed|provided)';
const video = '(?:video|clip|footage)';
const recording = '(?:song|track|audio|recording|sound ?track|sound|voice|music|mp3|wav)(?: (?:file|clip|track))?';

/** Tasks other than making a clip, and inputs that are spoken of but not given. */
export const inputRules: readonly SentenceRule[] = [
  // Other tasks.
  {
    pattern:
      /\b(?:upscale|enlarge) (?:this|that|the|my) (?:video|clip|footage)(?: (?:by )?(\d{1,2})(?: ?x\b| times\b))?/gi,
    read: ([, factor]) => [
      { field: 'task', value: 'upscale' },
      { field: 'needed', value: 'sourceVideo' },
      ...(factor === undefined ? [] : [{ field: 'upscaleFactor', value: Number(factor) }]),
    ],
  },
  {
    pattern: anyCase`(?<=\b(?:upscale|enlarge) [a-z ]*\u0001+ )(?:by )?(\d{1,2})(?: ?x\b| times\b)`,
    read: ([, factor]) => ({ field: 'upscaleFactor', value: Number(factor) }),
  },
  {
    pattern: anyCase`\b(?:upscale|enlarge) (?:(?:my|the|this|that|our) )?(?=\u0001)`,
    read: says('task', 'upscale'),
  },
  {
    pattern: anyCase`${clauseOpening}(?:edit|restyle) (?:(?:my|the|this|that|our) )?(?=\u0001)`,
    read: says('task', 'edit'),
  },
  {
    pattern: /\bedit (?:this|that|the|my) (?:video|clip|footage)\b:?/gi,
    read: () => [
      { field: 'task', value: 'edit' },
      { field: 'needed', value: 'sourceVideo' },
    ],
  },

  // Inputs that are spoken of but not given.
  {
    pattern: anyCase`\b(?:continue|extend|lengthen|prolong|carry on|go on|keep going|pick up)(?: (?:with|from))? (?:this|that|the|my)(?: (?:last|previous|earlier|first|latest))? (?:${video}|job)(?: from (?:last time|before|earlier|yesterday))?\b`,
    read: () => [
      { field: 'task', value: 'continue' },
      { field: 'needed', value: 'previousJobId' },
    ],
  },
  {
    pattern: anyCase`\b(?:the |this |my )?${handedOver} ${recording}\b|\b(?:to|with|using|from|over) (?:this (?:song|track|audio|recording|sound ?track|mp3|wav|music)|my (?:song|audio|recording|sound ?track|voice ?over recording|mp3|wav)|(?:this|my) voice (?:memo|note|recording|message))(?: (?:file|clip|track))?\b`,
    read: () => ({ field: 'needed', value: 'audioReference', keep: true }),
  },
  {
    pattern: anyCase`\b(?:the |this |my )?${handedOver} ${video}\b|\b(?:(?:like|as|shown) in|in the style of|based on|from|using|out of) (?:this|that|my) ${video}\b`,
    read: () => ({ field: 'needed', value: 'videoReference', keep: true }),
  },
  {
    pattern: anyCase`\b(?:(?:like|as|shown|seen|see)(?: (?:in|on))? |from |in |with |using )?(?:the |this |that |my |our )?${handedOver} ${picture}s\b`,
    read: says('needed', 'references'),
  },
  {
    pattern: anyCase`\b(?:(?:like|as|shown|seen|see)(?: (?:in|on))? |from |in |of |with |using |based on |animat(?:e|ing) )?(?:(?:the |this |that |my |our )?${handedOver} ${picture}\b|(?:the |this |that |my )?${picture} (?:that )?(?:i|i['’]ve|i have|we|we['’]ve) (?:just )?(?:attached|uploaded|enclosed|sent|provided|added)\b)|\b(?:as|see) (?:the )?attach(?:ed|ment)\b(?=\s*(?:$|[,;.!?)\n]))`,
    read: says('needed', 'firstFrame'),
  },
  {
    pattern: anyCase`\b(?:(?:start|begin)[a-z]* (?:with|from|on)|from) (?:this|that|the|my|a|one)(?: (?:first|start(?:ing)?))? ${picture}(?: (?:in)?to|,? (?:and |then )*(?:end|finish)(?:s|ing)? (?:on|with|at|in)) (?:this|that|the|my|a|another)(?: (?:other|second|last|next|end))?(?: ${picture}| one)?\b`,
    read: () => [
      { field: 'needed', value: 'firstFrame' },
      { field: 'needed', value: 'lastFrame' },
    ],
  },
  {
    pattern: anyCase`\b(?:(?:from|using) (?:(?:these|those|my|the)(?: attached)? (?:\d |${numberWord} )?|\d |${numberWord} )|with (?:these|those) (?:\d |${numberWord} )?)(?:reference )?${picture}s(?: as references?)?\b|\b(?:with|using) (?:\d|${numberWord}|some) reference ${picture}s\b`,
    read: says('needed', 'references'),
  },
  {
    pattern: anyCase`\bbetween (?:(?:a|the|these|my|two|both|first|last|start|end) )*(?:${picture}s|frames)\b|\bbetween [\w.]{1,20} and [\w.]{1,20} (?:${picture}s|frames)\b|\b(?:with )?(?:a |the )?(?:first|start)(?: frame)? and (?:a |the )?(?:last|end)(?:ing)? frames?\b`,
    read: () => [
      { field: 'needed', value: 'firstFrame' },
      { field: 'needed', value: 'lastFrame' },
    ],
  },
  {
    pattern: anyCase`\b(?:(?:with|use|using) )?(?:this|that|the|my|our)(?: ${handedOver})? ${picture} (?:is|as|for|should be|will be) (?:the |my |its )?(first|start(?:ing)?|opening|last|final|end(?:ing)?|closing)(?: (?:frame|shot|still|picture|image|one))?\b`,
    read: ([, end]) => ({ field: 'needed', value: /last|final|end|clos/i.test(end!) ? 'lastFrame' : 'firstFrame' }),
  },
  {
    pattern: anyCase`\b(?:ending|ends?|finish(?:ing|es)?) (?:on|with|at|in) (?:this|that|the|my|a) (?:${picture}|frame)\b|\b(?:with )?(?:a |the |this )?(?:last|end|final) frame\b`,
    read: says('needed', 'lastFrame'),
  },
  {
    pattern: anyCase`\b(?:with |using |use |from )?(?:(?:this|these|the|my|a|some) )?reference (?:${picture}|frame)s?\b|\b(?:with|using) (?:(?:this|these|my|a|some) )?references?\b|\b(?:this|these|my) ${picture}s? as (?:a )?references?\b`,
    read: says('needed', 'references'),
  },
  {
    pattern: anyCase`\b(?:(?:starting|made|animated|generated) )?(?:from|with|using|out of|based on|animat(?:e|ing|ion of)) (?:this|that|the|my|our|an?|one|attached|the attached) ${picture}\b|\b(?:of )?(?:this|the attached) ${picture}\b|\bimage[ -]to[ -]video\b|\bi2v\b|\b(?:with |from )?(?:a |the |this )?(?:first|start(?:ing)?) frame\b`,
    read: says('needed', 'firstFrame'),
  },
  // "Bring my dog's photo to life", "turn these two pictures into a clip", "I have a photo of my dog": told to do something with it.
  {
    pattern: anyCase`(?<=(?:^|[,;.!?|\n]) ?(?:please |and |then |can you |now ){0,2})(?:(?:turn|bring|make|use|take|convert|transform|give|let|have|put|restore|here (?:is|are)|here['’]s) (?:my|our|this|that|these|those|both|two|2|three|3)|(?:i(?:['’]ve| have)(?: got)?|here(?:['’]s| is)) an?)\b (?:[\w'’-]+ ){0,4}?(?:${picture}(s?)|(?:${video}))\b(?! (?:idea|project|in (?:mind|my head)|album|book|shoot|gallery|frame))`,
    read([whole, several]) {
      // "make this video 5 seconds long" speaks of the clip that is ordered.
      if (several === undefined)
        return /^(?:make|have|give|let)/i.test(whole)
          ? undefined
          : { field: 'needed', value: 'videoReference', keep: true };
      const severalSaid = several !== '' || /\b(?:two|2|three|3|both)\b/i.test(whole);
      return { field: 'needed', value: severalSaid ? 'references' : 'firstFrame', keep: true };
    },
  },
  {
    pattern: anyCase`\b(?:remix|restyle|stylize|recolou?r|re-?light|redo|change|alter|convert|transform|loop|colou?r[- ]grade) (?:this|that|my|our) (?:[\w'’-]+ ){0,2}?${video}\b|\b${video} (?:that )?(?:i|we)(?:['’]ve| have)? (?:just )?(?:attached|uploaded|enclosed|sent|provided|added|shot|filmed|recorded)\b`,
    read: () => ({ field: 'needed', value: 'sourceVideo', keep: true }),
  },
];
