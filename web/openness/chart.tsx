import { BarChart, LineChart } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import * as echarts from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useEffect, useRef, useState } from 'react'
import { grouped } from '../format/quantity.ts'
import { useText } from '../i18n/use-text.tsx'
import { onTheme } from '../theme.ts'

echarts.use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, AriaComponent, SVGRenderer])

export interface Series {
  name: string
  values: readonly number[]
}

interface Props {
  label: string
  points: readonly string[]
  series: readonly Series[]
  kind?: 'bar' | 'line'
}

/** A curve drawn by ECharts in the page's own colours, and the same numbers as a table for who cannot see it. */
export function Chart({ label, points, series, kind = 'bar' }: Props) {
  const { language, t } = useText()
  const box = useRef<HTMLDivElement>(null)
  const [theme, setTheme] = useState(0)
  useEffect(() => onTheme(() => setTheme((turn) => turn + 1)), [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme has other colours
  useEffect(() => {
    const element = box.current!
    const chart = echarts.init(element, null, { renderer: 'svg' })
    chart.setOption(optionOf(element, { points, series, kind, format: (value) => grouped(value, language) }))
    const watcher = new ResizeObserver(() => chart.resize())
    watcher.observe(element)
    return () => {
      watcher.disconnect()
      chart.dispose()
    }
  }, [points, series, kind, language, theme])
  return (
    <figure className="openness-chart">
      <figcaption>{label}</figcaption>
      <div ref={box} className="openness-canvas" aria-hidden="true" />
      <details>
        <summary>{t('openness.table')}</summary>
        <div className="openness-scroll">
          <table className="openness-table">
            <thead>
              <tr>
                <th scope="col">{t('openness.time')}</th>
                {series.map(({ name }) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {points.map((point, index) => (
                <tr key={point}>
                  <th scope="row">{point}</th>
                  {series.map(({ name, values }) => (
                    <td key={name}>{grouped(values[index] ?? 0, language)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  )
}

function optionOf(
  element: HTMLElement,
  {
    points,
    series,
    kind,
    format,
  }: Required<Pick<Props, 'points' | 'series' | 'kind'>> & { format(value: number): string },
) {
  const style = getComputedStyle(element)
  const colour = (name: string) => style.getPropertyValue(name).trim()
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches
  const axis = { axisLine: { lineStyle: { color: colour('--line-strong') } }, axisLabel: { color: colour('--text-2') } }
  return {
    animation: !still,
    animationDuration: 200,
    color: [colour('--accent'), colour('--warn')],
    textStyle: { fontFamily: style.fontFamily },
    grid: { left: 8, right: 8, top: series.length > 1 ? 36 : 12, bottom: 4, containLabel: true },
    legend: { show: series.length > 1, top: 0, textStyle: { color: colour('--text-2') } },
    tooltip: {
      trigger: 'axis',
      backgroundColor: colour('--surface'),
      borderColor: colour('--line'),
      textStyle: { color: colour('--text') },
      valueFormatter: (value: unknown) => format(Number(value)),
    },
    xAxis: { type: 'category', data: [...points], ...axis },
    yAxis: {
      type: 'value',
      minInterval: 1,
      splitLine: { lineStyle: { color: colour('--line') } },
      axisLabel: { color: colour('--text-2'), formatter: format },
    },
    series: series.map(({ name, values }) => ({
      name,
      type: kind,
      data: [...values],
      barMaxWidth: 28,
      itemStyle: kind === 'bar' ? { borderRadius: [3, 3, 0, 0] } : {},
    })),
  }
}
