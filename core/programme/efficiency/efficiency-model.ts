import type { FactModel } from '#core/standard/model.ts'

/** The facts of one body in one year: totals that were stated as such, the path, and one row per executing unit. */
export const EFFICIENCY_MODEL: FactModel = {
  scalars: [
    'pathYear',
    'pathBy',
    'userNumerator',
    'userDenominator',
    'countedGroupUnits',
    'statedUnits',
    'statedMet',
    'statedGroupUnits',
    'statedBaseElectricity',
    'statedSavedElectricity',
    'statedEms',
    'statedImprovement',
    'statedLabel',
    'assumedMet',
  ],
  tables: {
    unit: {
      label: '執行單位',
      terms: [
        'baseElectricity',
        'baseFloorArea',
        'electricity',
        'floorArea',
        'benchmark',
        'targetKind',
        'ownEui',
        'ownElectricity',
        'ems',
        'improvement',
        'label',
      ],
    },
  },
  lateTable: null,
  tableUnits: {},
  unitRefinements: [],
}

/** What the formulas of such a programme must give, because results and ranking read it. */
export const EFFICIENCY_OUTPUTS = {
  own: [
    'unitCount',
    'metCount',
    'groupUnitCount',
    'totalBaseElectricity',
    'savedElectricity',
    'emsCount',
    'improvementCount',
    'labelCount',
    'targetRate',
    'savingRate',
    'promotionRate',
    'pathNumerator',
    'pathDenominator',
  ],
  unit: ['baseEui', 'eui', 'targetEui', 'targetElectricity', 'met', 'shortfall'],
} as const
