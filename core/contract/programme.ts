import { z } from 'zod'
import { PROBLEM_CODES } from './problems.ts'

/** Facts of a programme in: one document with tables of rows, whichever programme it belongs to. */
export const PROGRAMME_FORMAT = 'energy-audit-programme/1'

/** What can be wrong with the rows of a programme, beyond what can be wrong with any field. */
export const PROGRAMME_PROBLEM_CODES = [
  'notADocument',
  'otherProgramme',
  'rowNotAnObject',
  'duplicateRow',
  'unknownReference',
  'unknownGroup',
  'unreadableYear',
  'yearOutside',
  'ambiguousTarget',
  'targetIgnored',
  'valueNotPositive',
  'partLargerThanWhole',
  'statedDiffers',
  'withoutEvidence',
  'withoutSource',
  'countDiffers',
  'gap',
  'notInTable',
  'pathNotRising',
  'pathIncomplete',
  'dateTooEarly',
  'sameHolder',
  'unreadableCertificate',
  'reversedRange',
  'mwhDiffers',
  'expiryBeforeGeneration',
  'issuedTwice',
  'notIssued',
  'notHeld',
  'alreadyRetired',
  'alreadyExpired',
  'alreadyCancelled',
  'afterAsOf',
  'usedBeforeGeneration',
  'unknownCategory',
  'sharePast100',
  'notNeeded',
  'soldApart',
] as const

/** What is wrong with a row of facts: `row` counts from 1, as a person counts; `message` says where, what and what to do. */
export const programmeProblem = z
  .strictObject({
    code: z.enum([...PROBLEM_CODES, ...PROGRAMME_PROBLEM_CODES]),
    severity: z.enum(['refusal', 'warning']).meta({ description: 'refusal: the value or row was not used.' }),
    table: z.string().nullable(),
    row: z.int().nullable(),
    field: z.string().nullable(),
    message: z.string(),
  })
  .meta({ id: 'programmeProblem' })

export type ProgrammeProblem = z.infer<typeof programmeProblem>
