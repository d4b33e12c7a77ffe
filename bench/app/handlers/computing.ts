// Guest, benchmarks. A tool that computes: counts the words of a text of its own, sorts them, answers the most frequent.
const words = 'the quick brown fox jumps over a lazy dog while two small cats look on from their warm place'.split(' ');

function textOf(seed: number): string {
  let state = seed;
  const picked: string[] = [];
  for (let i = 0; i < 1500; i++) {
    state = (state * 1103515245 + 12345) & 0x7fffffff;
    picked.push(words[state % words.length]!);
  }
  return picked.join(' ');
}

function countWords(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of text.split(' ')) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

export async function computing(request: Request): Promise<Response> {
  const { days } = (await request.json()) as { days: number };
  const counts = countWords(textOf(days));
  const top = [...counts].sort(([, left], [, right]) => right - left).slice(0, 5);
  return Response.json({ top: top.map(([word, count]) => ({ word, count })) });
}
