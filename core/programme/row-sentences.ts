import { type ProblemCode, problemSentence } from '#core/contract/problems.ts'
import type { Language } from '#core/contract/terms.ts'

/** What can be wrong with any row of facts, whatever the programme. */
type RowFault =
  | 'missingField'
  | 'unknownField'
  | 'numberNotText'
  | 'unknownChoice'
  | 'textTooLong'
  | 'wrongShape'
  | 'negativeNumber'
  | 'tooManyDigits'
  | 'unreadableNumber'
  | 'moreProblems'
type OwnFault = 'rowNotAnObject' | 'writtenWrongly' | 'unreadableYear' | 'notACount'
type Params = Readonly<Record<string, string>>
type Sentences<Fault extends string> = Readonly<Record<Fault, (p: Params) => string>>

const SIMPLIFIED: Sentences<OwnFault> = {
  rowNotAnObject: p => `读到${p.read}，不是一行。这一行没有用到，请改写。`,
  writtenWrongly: p => `“${p.read}”写法不对。${p.written}`,
  unreadableYear: p => `“${p.read}”不是公历年份。请写成四位数字，例如 2024。`,
  notACount: p => `“${p.read}”不是家数。请写成整数，例如 41。`,
}

const TRADITIONAL: Sentences<RowFault | OwnFault> = {
  rowNotAnObject: p => `讀到${p.read}，不是一行。這一行沒有用到，請改寫。`,
  writtenWrongly: p => `「${p.read}」寫法不對。${p.written}`,
  unreadableYear: p => `「${p.read}」不是西元年份。請寫成四位數字，例如 2024。`,
  notACount: p => `「${p.read}」不是家數。請寫成整數，例如 41。`,
  missingField: p => `缺少「${p.field}」。請補上這一項。`,
  unknownField: p => `不認識「${p.field}」，沒有用到它。請核對寫法，或刪去這一項。`,
  numberNotText: p => `數值 ${p.read} 沒有加引號。請寫成帶引號的文字，例如 "${p.read}"，以免丟失位數。`,
  unknownChoice: p => `「${p.read}」不是可選的取法。可用：${p.known}。`,
  textTooLong: p => `文字太長（最多 ${p.limit} 字）。請縮短。`,
  wrongShape: p => `讀到${p.read}，應為${p.expected}。請按事實格式改寫。`,
  negativeNumber: p => `「${p.read}」是負數，這裡的量不能小於 0。請核對。`,
  tooManyDigits: p => `「${p.read}」位數過多。最多 15 位有效數字，請按帳單寫。`,
  unreadableNumber: p => `「${p.read}」讀不準。請只寫半形數字和一個小數點，例如 12800.5；單位寫在單位一欄。`,
  moreProblems: p => `還有 ${p.count} 處問題沒有列出。請先改上面的，再試一次。`,
}

/** A sentence with the quotation marks of its language, also around what was read. */
export function quoted(language: Language, sentence: string): string {
  return language === 'zh-Hant' ? sentence.replaceAll('“', '「').replaceAll('”', '」') : sentence
}

const isOwn = (fault: RowFault | OwnFault): fault is OwnFault => Object.hasOwn(SIMPLIFIED, fault)

/** The sentence for a row that cannot be used as it is, in the language of its programme. */
export function rowSentence(language: Language, fault: RowFault | OwnFault, params: Params): string {
  if (language === 'zh-Hant') return TRADITIONAL[fault](params)
  return isOwn(fault) ? SIMPLIFIED[fault](params) : problemSentence(fault satisfies ProblemCode, params)
}
