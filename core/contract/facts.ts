import { z } from 'zod'
import { isTypedDecimal, TYPED_DECIMAL } from './decimal-text.ts'

/** Facts in: the one shape that the engine takes, whether it comes from a file, an entry template or a workbook. */
export const FACTS_FORMAT = 'energy-audit-facts/1'

const decimal = z.string().regex(TYPED_DECIMAL).refine(isTypedDecimal).meta({
  id: 'decimal',
  description: 'A decimal number as text: digits with at most one point, at most 15 significant digits, no sign.',
})
const text = z.string().max(2000)
const name = z.string().min(1).max(300)

const origin = z
  .strictObject({
    row: text.optional(),
    file: text.optional(),
    sheet: text.optional(),
    cell: text.optional(),
    evidence: z.array(text).optional(),
  })
  .meta({ id: 'origin', description: 'Where the entry was taken from: ledger row, file and cell, evidence.' })

const person = z
  .strictObject({
    label: text.nullish(),
    count: decimal.nullish().meta({ description: 'Number of people, visits or beds; null: not reported.' }),
    days: decimal.nullish().meta({ description: 'Days present in the year: coefficient days / year days.' }),
    absentDays: decimal.nullish().meta({ description: 'Days away in the year: (year days - absentDays) / year days.' }),
    coefficient: decimal.nullish().meta({ description: 'Coefficient given directly, e.g. the opening rate of beds.' }),
    origin: origin.nullish(),
  })
  .meta({
    id: 'person',
    description: 'One kind of energy users; without days, absentDays and coefficient it counts whole.',
  })

/** The units a measured calorific value may be typed in. */
export const CALORIFIC_UNITS = ['kcal/kg', 'kcal/m3', 'kJ/kg', 'kJ/m3'] as const
/** The energies an entry may name; `other` brings its own factor. */
export const CARRIERS = ['electricity', 'rawCoal', 'naturalGas', 'gasoline', 'diesel', 'lpg', 'heat', 'other'] as const
/** The units an amount may be typed in. */
export const AMOUNT_UNITS = ['kWh', 'MWh', '万kWh', 'kg', 't', 'm3', '万m3', 'L', 'MJ', 'GJ', 'kgce', 'tce'] as const

const use = z.string().regex(/^(general|transport|special:.{1,100})$/u)

const energyEntry = z
  .strictObject({
    carrier: z.enum(CARRIERS),
    amount: decimal.nullable().meta({ description: 'null: not reported, which is not zero.' }),
    unit: z.enum(AMOUNT_UNITS),
    use: use.meta({ description: 'general, transport, or special:<id of a special use>.' }),
    source: z.enum(['grid', 'onsitePv']).nullish(),
    calorificValue: z.strictObject({ value: decimal, unit: z.enum(CALORIFIC_UNITS) }).nullish(),
    factor: decimal
      .nullish()
      .meta({ description: 'kgce per unit of this entry; only for naturalGas (per m3) and other.' }),
    factorReason: text.nullish(),
    density: decimal.nullish().meta({ description: 'kg/L, for amounts in litres.' }),
    label: text.nullish(),
    origin: origin.nullish(),
  })
  .meta({ id: 'energyEntry' })

const waterEntry = z
  .strictObject({
    amount: decimal.nullable(),
    unit: z.enum(AMOUNT_UNITS),
    use,
    label: text.nullish(),
    origin: origin.nullish(),
  })
  .meta({ id: 'waterEntry' })

const specialUse = z
  .strictObject({
    id: z.string().min(1).max(100),
    name: text.nullish(),
    meteredSeparately: z.boolean().nullish(),
    floorArea: decimal.nullish(),
    people: decimal.nullish(),
    exclude: z.boolean(),
    origin: origin.nullish(),
  })
  .meta({ id: 'specialUse', description: 'Leaves only if metered apart, and with its area and people.' })

const choice = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  z.strictObject({ value: z.enum(values), reason: text.nullish() }).nullish()

/** The choices of an auditor that change a number; the first value is the default, any other needs a reason. */
export const CHOICES = {
  yearBasis: ['365', 'calendar'],
  correctWater: ['no', 'yes'],
  evInBuildingElectricity: ['no', 'yes'],
  onsitePvCounted: ['yes', 'no'],
} as const

export type ChoiceName = keyof typeof CHOICES

/** One institution in one year. Quantities are decimal text; `null` or absent means not reported, never zero. */
export const institutionFacts = z
  .strictObject({
    id: name,
    name: text.nullish(),
    place: text.nullish(),
    class: text.nullish(),
    type: text.nullish(),
    period: z.strictObject({ from: z.string(), to: z.string() }).nullish(),
    floorArea: decimal.nullish(),
    people: z.array(person).nullish(),
    energyUserCount: decimal.nullish(),
    energy: z.array(energyEntry).nullish(),
    water: z.array(waterEntry).nullish(),
    specialUses: z.array(specialUse).nullish(),
    operation: z
      .strictObject({
        annualHours: decimal.nullish(),
        dormitoryAirConditioningPercent: decimal.nullish(),
        annualVisits: decimal.nullish(),
        origin: origin.nullish(),
      })
      .nullish(),
    correction: z.strictObject({ apply: z.boolean(), reason: text.nullish() }).nullish(),
    choices: z
      .strictObject({
        yearBasis: choice(CHOICES.yearBasis),
        correctWater: choice(CHOICES.correctWater),
        evInBuildingElectricity: choice(CHOICES.evInBuildingElectricity),
        onsitePvCounted: choice(CHOICES.onsitePvCounted),
      })
      .nullish(),
    origin: origin.nullish(),
  })
  .meta({ id: 'institutionFacts' })

/** A facts file as a whole, for the published schema; the program reads its institutions one by one. */
export const factsFile = z
  .strictObject({ format: z.literal(FACTS_FORMAT), institutions: z.array(institutionFacts) })
  .meta({ title: 'Facts of the energy-audit workbench' })

/** Whether a quantity was reported. */
export function isGiven(text: string | null | undefined): text is string {
  return text !== null && text !== undefined
}

export type InstitutionFacts = z.infer<typeof institutionFacts>
export type PersonEntry = z.infer<typeof person>
export type EnergyEntry = z.infer<typeof energyEntry>
export type WaterEntry = z.infer<typeof waterEntry>
export type SpecialUseEntry = z.infer<typeof specialUse>
