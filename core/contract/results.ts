import { z } from 'zod'
import { PROBLEM_CODES } from './problems.ts'

/** Results out: grades with their numbers, one entry per institution, in the order of the facts. */
export const RESULTS_FORMAT = 'energy-audit-results/1'

const number = z
  .string()
  .regex(/^-?\d+(\.\d+)?$/)
  .meta({ id: 'number', description: 'A decimal number as text, exact or with 40 significant digits.' })

const missing = z.strictObject({
  term: z.string(),
  at: z.string().meta({ description: 'The cell a person can supply, e.g. energy[2].coalEquivalentFactor.' }),
  text: z.string(),
})

const indicator = z
  .strictObject({
    id: z.string(),
    role: z.enum(['main', 'reference']),
    raw: number.nullable().meta({ description: 'Before correction.' }),
    value: number.nullable().meta({ description: 'After correction; this is what is graded, unrounded.' }),
    display: z.string().nullable().meta({ description: 'value rounded by GB/T 8170 to the digits of the table.' }),
    unit: z.string(),
    tiers: z.record(z.string(), number.nullable()).nullable(),
    grade: z.string(),
    rawGrade: z.string().meta({ description: 'The grade that the value before correction would have.' }),
    verdict: z.strictObject({ clause: z.string(), value: z.enum(['conform', 'nonconform', 'undetermined']) }),
    distance: z
      .strictObject({
        tier: z.string(),
        inUnit: number,
        absolute: number,
        absoluteUnit: z.string(),
        percent: number.nullable().meta({ description: 'inUnit divided by value: 0.4 means 40 %.' }),
      })
      .nullable(),
    missing: z.array(z.string()),
    missingAt: z.array(missing),
    flags: z.array(z.string()),
  })
  .meta({ id: 'indicator' })

const consequence = z.strictObject({ clause: z.string(), indicators: z.array(z.string()), text: z.string() })

/** Something a person should mend or settle, with its place and sentence. */
export const problem = z.strictObject({
  code: z.enum(PROBLEM_CODES),
  severity: z.enum(['refusal', 'warning']),
  place: z.string(),
  message: z.string(),
})

/** What came of one institution. */
export const institutionResult = z
  .strictObject({
    id: z.string(),
    name: z.string().nullable(),
    outcome: z.enum(['evaluated', 'undetermined', 'refused']),
    row: z
      .strictObject({ zone: z.string().nullable(), class: z.string().nullable(), type: z.string().nullable() })
      .nullable(),
    energyUserCount: number.nullable(),
    comprehensiveEnergy: number.nullable(),
    transportEnergy: number.nullable(),
    vehicleElectricity: number.nullable().meta({ description: 'Electricity of own vehicles in kWh, known apart.' }),
    correction: z.strictObject({ applied: z.boolean(), factor: number.nullable(), note: z.string() }).nullable(),
    indicators: z.array(indicator),
    alternatives: z
      .array(
        z.strictObject({
          choice: z.string(),
          value: z.string(),
          indicators: z.array(
            z.strictObject({
              id: z.string(),
              value: number.nullable(),
              display: z.string().nullable(),
              grade: z.string(),
            }),
          ),
        }),
      )
      .meta({ description: 'What the indicators would be if a choice off its default were at its default.' }),
    consequences: z.array(consequence),
    remarks: z.array(consequence),
    problems: z.array(problem),
  })
  .meta({ id: 'institutionResult' })

/** A results file as a whole. */
export const resultsFile = z
  .strictObject({
    format: z.literal(RESULTS_FORMAT),
    pack: z.strictObject({ id: z.string(), digest: z.string().regex(/^sha256:[0-9a-f]{64}$/) }),
    results: z.array(institutionResult),
  })
  .meta({ title: 'Results of the energy-audit workbench' })

export type IndicatorResult = z.infer<typeof indicator>
export type InstitutionResult = z.infer<typeof institutionResult>
export type Problem = z.infer<typeof problem>
