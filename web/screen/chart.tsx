import { BarChart, LineChart } from 'echarts/charts'
import { GridComponent } from 'echarts/components'
import { type ECharts, init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useEffect, useMemo, useRef } from 'react'
import { useText } from '../i18n/use-text.tsx'

use([BarChart, LineChart, GridComponent, SVGRenderer])

interface Props {
  title: string
  names: readonly string[]
  values: readonly number[]
  kind: 'bar' | 'line'
}

const ink = '#cfe8e2'
const accent = '#3cc9a3'
const line = '#24413f'

/** One chart for as long as the page lives: data is set into it, so that days of updates leave nothing behind. */
export function Chart({ title, names, values, kind }: Props) {
  const target = useRef<HTMLDivElement>(null)
  const chart = useRef<ECharts | null>(null)
  const { language } = useText()
  const compact = useMemo(
    () => new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: 1 }),
    [language],
  )
  useEffect(() => {
    const made = init(target.current!, null, { renderer: 'svg' })
    chart.current = made
    const watch = new ResizeObserver(() => made.resize())
    watch.observe(target.current!)
    return () => {
      watch.disconnect()
      made.dispose()
      chart.current = null
    }
  }, [])
  useEffect(() => {
    const isBar = kind === 'bar'
    const words = {
      type: 'category' as const,
      axisLabel: {
        color: ink,
        fontSize: 18,
        ...(isBar ? { interval: 0, width: 150, overflow: 'truncate' as const } : {}),
      },
      axisTick: { show: false },
      axisLine: { lineStyle: { color: line } },
    }
    // Bars say their own numbers; an axis of them would be too small to read from five metres.
    const numbers = {
      type: 'value' as const,
      splitNumber: 3,
      axisLabel: { show: !isBar, color: ink, fontSize: 17, formatter: (value: number) => compact.format(value) },
      splitLine: { show: !isBar, lineStyle: { color: line } },
    }
    chart.current?.setOption(
      {
        animation: false,
        grid: { left: 4, right: isBar ? 84 : 24, top: isBar ? 2 : 14, bottom: 2, containLabel: true },
        xAxis: isBar ? numbers : { ...words, data: names },
        yAxis: isBar ? { ...words, data: names, inverse: true } : numbers,
        series: [
          isBar
            ? {
                type: 'bar',
                data: values,
                barMaxWidth: 16,
                itemStyle: { color: accent, borderRadius: 4 },
                label: {
                  show: true,
                  position: 'right',
                  color: '#f2fbf8',
                  fontSize: 18,
                  formatter: ({ value }: { value: unknown }) => compact.format(Number(value)),
                },
              }
            : {
                type: 'line',
                data: values,
                smooth: true,
                lineStyle: { color: accent, width: 4 },
                areaStyle: { color: '#3cc9a333' },
                symbol: 'none',
              },
        ],
      },
      { notMerge: true },
    )
  }, [names, values, kind, compact])
  return (
    <section className="screen-card screen-chart">
      <h2>{title}</h2>
      <div
        ref={target}
        role="img"
        aria-label={`${title}: ${names.map((name, i) => `${name} ${values[i]}`).join(', ')}`}
      />
    </section>
  )
}
