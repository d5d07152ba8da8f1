import { BarChart, LineChart } from 'echarts/charts'
import { GridComponent } from 'echarts/components'
import { type ECharts, init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'

use([BarChart, LineChart, GridComponent, SVGRenderer])

interface Props {
  title: string
  names: readonly string[]
  values: readonly number[]
  kind: 'bar' | 'line'
}

const ink = '#cfe8e2'
const accent = '#3cc9a3'

/** One chart for as long as the page lives: data is set into it, so that days of updates leave nothing behind. */
export function Chart({ title, names, values, kind }: Props) {
  const target = useRef<HTMLDivElement>(null)
  const chart = useRef<ECharts | null>(null)
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
    const words = {
      type: 'category' as const,
      axisLabel: { color: ink, fontSize: kind === 'bar' ? 15 : 18, ...(kind === 'bar' ? { interval: 0 } : {}) },
      axisTick: { show: false },
    }
    const numbers = {
      type: 'value' as const,
      splitNumber: 3,
      axisLabel: { color: ink, fontSize: 16 },
      splitLine: { lineStyle: { color: '#24413f' } },
    }
    const isBar = kind === 'bar'
    chart.current?.setOption(
      {
        animation: false,
        grid: { left: 8, right: 24, top: 12, bottom: 8, containLabel: true },
        xAxis: isBar ? numbers : { ...words, data: names },
        yAxis: isBar ? { ...words, data: names, inverse: true } : numbers,
        series: [
          isBar
            ? { type: 'bar', data: values, barMaxWidth: 16, itemStyle: { color: accent, borderRadius: 4 } }
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
  }, [names, values, kind])
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
