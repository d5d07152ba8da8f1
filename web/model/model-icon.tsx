/** Icons of the model's tools, 24 × 24, drawn as those of `ui/icon.tsx`. */
const paths = {
  orbit: 'M12 4 5 8v8l7 4 7-4V8l-7-4Zm0 8v8M5 8l7 4 7-4',
  plan: 'M4.500 5.500h15v13h-15zM4.500 12h6M10.500 5.500v4M14 18.500V12h5.500',
  walk: 'M13 3.500a1.400 1.400 0 1 0 0 2.800 1.400 1.400 0 0 0 0-2.800ZM9 21l2-5.500-2-2.500 1-5 2.500 1.500 1.500 2.500h2.500M14 21l-2-5.500M10 8l-2.500 2v2.500',
  tree: 'M5 5h5v4H5zM14 9.500h5v4h-5zM14 16.500h5v4h-5zM7.500 9v9.500H14M7.500 11.500H14',
  spaces: 'M4.500 4.500h15v15h-15zM4.500 13h9M13.500 4.500v15',
  section: 'M4 16l8 4 8-4M4 8l8-4 8 4-8 4-8-4Zm0 0v8M20 8v8M2.500 12h19',
  measure: 'M3.500 15.500l12-12 5 5-12 12-5-5ZM7 12l2 2M10 9l2 2M13 6l2 2',
  views:
    'M12 8.500a3.500 3.500 0 1 0 0 7 3.500 3.500 0 0 0 0-7ZM3.500 8V6a1.500 1.500 0 0 1 1.500-1.500h2.500M16.500 4.500H19A1.500 1.500 0 0 1 20.500 6v2M20.500 16v2a1.500 1.500 0 0 1-1.500 1.500h-2.500M7.500 19.500H5A1.500 1.500 0 0 1 3.500 18v-2',
  compare: 'M8 4.500v15M4 8l4-3.500L12 8M16 19.500v-15M12 16l4 3.500 4-3.500',
  fit: 'M4.500 9V4.500H9M15 4.500h4.500V9M19.500 15v4.500H15M9 19.500H4.500V15',
  keys: 'M3.500 6.500h17v11h-17zM7 10h.2M10.300 10h.2M13.600 10h.2M17 10h.2M8 14h8',
  eye: 'M2.500 12S6 5.500 12 5.500 21.500 12 21.500 12 18 18.500 12 18.500 2.500 12 2.500 12Zm9.500-2.800a2.800 2.800 0 1 0 0 5.600 2.800 2.800 0 0 0 0-5.600Z',
  hidden:
    'M4 4l16 16M9.500 5.900c.8-.3 1.600-.4 2.500-.4 6 0 9.500 6.500 9.500 6.500a15 15 0 0 1-2.800 3.500M6 7.500A15 15 0 0 0 2.500 12S6 18.500 12 18.500c1.400 0 2.700-.3 3.800-.8',
  forward: 'M12 19V5M6 11l6-6 6 6',
  backward: 'M12 5v14M6 13l6 6 6-6',
  left: 'M19 12H5M11 6l-6 6 6 6',
  right: 'M5 12h14M13 6l6 6-6 6',
  turnLeft: 'M8 4 4 8l4 4M4 8h9a6 6 0 0 1 0 12h-3',
  turnRight: 'M16 4l4 4-4 4M20 8h-9a6 6 0 0 0 0 12h3',
} as const

export type ModelIconName = keyof typeof paths

export function ModelIcon({ name, size = 22 }: { name: ModelIconName; size?: number }) {
  return (
    <svg
      className="icon"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={paths[name]} />
    </svg>
  )
}
