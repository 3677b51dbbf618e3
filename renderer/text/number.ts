/** Groups the digits of a typed number in threes with a thin space, as the standard prints them; other text stays. */
export function grouped(text: string): string {
  const [whole = '', fraction] = text.split('.')
  if (!/^-?\d+$/.test(whole)) return text
  const groups = whole.replace(/\B(?=(\d{3})+$)/g, '\u2009').replace('-', '\u2212')
  return fraction === undefined ? groups : `${groups}.${fraction}`
}

/** The clock time of an instant, in the person's own zone: 10:42. */
export function clockTime(at: string): string {
  return new Date(at).toLocaleTimeString('zh-CN', { hour: '2-digit', minute: '2-digit', hour12: false })
}

/** The day and clock time of an instant. */
export function dayAndTime(at: string): string {
  return new Date(at)
    .toLocaleString('zh-CN', {
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hour12: false,
    })
    .replaceAll('/', '-')
}

/** `5000<A<=15000` as people read it: 5 000＜A≤15 000. */
export function bandText(text: string): string {
  return text
    .replace(/\d{4,}/g, grouped)
    .replaceAll('<=', '≤')
    .replaceAll('<', '＜')
    .replaceAll('>', '＞')
}
