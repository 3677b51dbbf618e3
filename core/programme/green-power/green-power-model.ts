import type { FactModel } from '#core/standard/model.ts'

/**
 * The facts of one holder in one year: its electricity by months or as a whole, the certificates that count for the year, grouped
 * by how they came and why they count, and one row per requirement of its category.
 */
export const GREEN_POWER_MODEL: FactModel = {
  scalars: ['year', 'monthsComplete', 'statedElectricity'],
  tables: {
    months: { label: '月用电量', terms: ['monthlyElectricity'] },
    certificate: { label: '绿证', terms: ['certificateForm', 'certificateBasis', 'certificates'] },
    requirement: { label: '要求', terms: ['requirement', 'statedPercent', 'carriedIn'] },
    cleanEnergy: { label: '清洁能源消费占比', terms: ['requirement', 'cleanEnergyShare'] },
  },
  lateTable: null,
  tableUnits: {},
  unitRefinements: [],
}

/** What the formulas of such a programme must give, because results read it. */
export const GREEN_POWER_OUTPUTS = {
  own: [
    'mwhPerCertificate',
    'electricity',
    'countedEnergy',
    'retiredEnergy',
    'provisionalEnergy',
    'bundledEnergy',
    'share',
    'physicalShare',
  ],
  requirement: ['requiredPercent', 'ownRequired', 'required', 'shortfall', 'certificatesShort'],
  cleanEnergy: ['printedPercent', 'cleanEnergyShortfall'],
} as const
