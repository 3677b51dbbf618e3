import { z } from 'zod'
import { checklistFiles } from '#core/audit/checklist.ts'
import { efficiencyFacts, efficiencyResults } from '#core/contract/efficiency-programme.ts'
import { factsFile } from '#core/contract/facts.ts'
import { greenPowerFacts, greenPowerResults } from '#core/contract/green-power.ts'
import { resultsFile } from '#core/contract/results.ts'
import { programmeFiles } from '#core/programme/pack.ts'
import { packFiles } from '#core/standard/pack/schema.ts'

/** The JSON Schemas published under assets/schema, by file name. */
export const SCHEMAS = {
  'energy-audit-facts-1.schema.json': schemaText(factsFile),
  'energy-audit-results-1.schema.json': schemaText(resultsFile),
  'energy-audit-pack-1.schema.json': schemaText(packFiles),
  'energy-audit-checklist-1.schema.json': schemaText(checklistFiles),
  'energy-audit-programme-pack-1.schema.json': schemaText(programmeFiles),
  'energy-audit-efficiency-programme-1.schema.json': schemaText(efficiencyFacts),
  'energy-audit-efficiency-results-1.schema.json': schemaText(efficiencyResults),
  'energy-audit-green-power-programme-1.schema.json': schemaText(greenPowerFacts),
  'energy-audit-green-power-results-1.schema.json': schemaText(greenPowerResults),
}

function schemaText(schema: z.ZodType): string {
  return `${JSON.stringify(z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input' }), null, 2)}\n`
}
