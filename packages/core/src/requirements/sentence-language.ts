/**
 * Whether a text is, or has parts, in another language than English, of which only the English words of the options are read: letters of another script, or
 * more small words of another language than of English.
 */
export function hasOtherLanguage(text: string): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const foreign = text.match(/(?!\p{Script=Latin})\p{L}/gu)?.length ?? 0;
  if (foreign > 0 && foreign * 4 >= letters) return true;
  // Parts of addresses and of names of files are no words.
  const words =
    text
      .replace(/\S+/g, withoutName)
      .toLowerCase()
      .match(/[\p{L}'’]+/gu) ?? [];
  let [others, english] = [0, 0];
  // A number with the unit of another language: "8 Sekunden".
  if (foreignUnit.test(text)) others += 1;
  for (const word of words) {
    if (otherWords.has(word)) others += 1;
    else if (englishWords.has(word)) english += 1;
  }
  return others >= 2 && others > english;
}

/** One run of characters at a time: a pattern that looks for the point in it would look through a long run from each of its places. */
function withoutName(run: string): string {
  return /[/.][^/.]/.test(run) ? ' ' : run;
}

const foreignUnit =
  /(?:\d|\b\p{L}+) ?\b(?:sekunden?|segundos?|secondes|secondi|seconden|sekund(?:er|y)?|minuten|minutos|minuti)\b/iu;

const setOf = (words: string): ReadonlySet<string> => new Set(words.split(' '));

const otherWords = setOf(
  'ein eine einen einem einer der das und mit ohne von für ist sekunden sekunde minuten bitte auf ich hochformat querformat ton ' +
    'bild nicht un una el los las con sin por para del segundos segundo minutos que en y de sonido vídeo vertical le la les une ' +
    'des avec sans pour et du dans secondes seconde sur son muet il uno di secondi senza che per gli della um uma com sem não e do ' +
    'da os een het zonder met seconden van geluid och med utan sekunder ljud av bez sekund z na wideo',
);

const englishWords = setOf(
  'the of a an and with in at for is on from this that to no without by my it make video clip as or seconds second sound',
);
