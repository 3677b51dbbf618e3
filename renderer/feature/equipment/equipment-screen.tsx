import { useEffect, useState } from 'react'
import type { Detail } from '#core/contract/views.ts'
import { useQuery, useStore } from '../../state.ts'
import { Problems } from '../../ui/problems.tsx'
import { Segments } from '../../ui/segments.tsx'
import { Catalogue } from './catalogue.tsx'
import { Devices } from './devices.tsx'
import { EndUses } from './end-uses.tsx'
import { Metering } from './metering.tsx'

const PARTS = [
  ['devices', '用能设备'],
  ['meters', '计量器具'],
  ['catalogue', '淘汰目录'],
] as const

/** What uses the energy, and what measures it. */
export function EquipmentScreen({ detail }: { readonly detail: Detail }) {
  const { year } = detail
  const [part, setPart] = useState<(typeof PARTS)[number][0]>('devices')
  const target = useStore(s => s.target)
  // a field a person is sent to may lie on another part of this screen
  useEffect(() => {
    const [table] = target?.split(' ') ?? []
    if (table === 'equipment') setPart('devices')
    if (table === 'meter' || table === 'meterPoint') setPart('meters')
    if (table === 'elimination') setPart('catalogue')
  }, [target])
  const equipment = useQuery('equipment.list', { year })
  const metering = useQuery('meter.list', { year })
  return (
    <>
      <div className="head">
        <h1>设备与计量</h1>
        <Segments label="看哪一部分" parts={PARTS} chosen={part} onChoose={setPart} />
      </div>
      <div className="pad scroll">
        {part === 'devices' && equipment ? (
          <>
            <Devices detail={detail} view={equipment} />
            {equipment.splits.map(split => (
              <EndUses key={split.carrier} split={split} />
            ))}
          </>
        ) : null}
        {part === 'meters' && metering ? <Metering detail={detail} view={metering} /> : null}
        {part === 'catalogue' && equipment ? <Catalogue catalogue={equipment.catalogue} /> : null}
        <Problems detail={detail} stage="equipment" />
      </div>
    </>
  )
}
