/** Line icons of the page's own controls, 24 × 24, drawn in the colour of the text. */
const paths = {
  search: 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14Zm5 12 4.500 4.500',
  close: 'M6 6l12 12M18 6 6 18',
  back: 'M15 5l-7 7 7 7',
  next: 'M9 5l7 7-7 7',
  down: 'M6 9l6 6 6-6',
  locate:
    'M12 8.500a3.500 3.500 0 1 0 0 7 3.500 3.500 0 0 0 0-7ZM12 2.500v3M12 18.500v3M2.500 12h3M18.500 12h3M12 5.500a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13Z',
  layers: 'M12 4 3.500 9 12 14l8.500-5L12 4ZM4 13.500l8 4.700 8-4.700',
  filter: 'M4 7h10M18 7h2M4 17h2M10 17h10M16 4.800v4.400M8 14.800v4.400',
  share: 'M12 15V4m0 0L8 8m4-4 4 4M5 12v7h14v-7',
  flag: 'M6 21V4m0 1h11l-2.500 4L17 13H6',
  phone:
    'M6.500 4h3l1.500 4-2 1.500a11 11 0 0 0 5.500 5.500l1.500-2 4 1.500v3c0 1-1 2-2 2A15.500 15.500 0 0 1 4.500 6c0-1 1-2 2-2Z',
  pin: 'M12 21c-3-4-6.500-7.500-6.500-11a6.500 6.500 0 0 1 13 0c0 3.500-3.500 7-6.500 11Zm0-13.500a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5Z',
  clock: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16Zm0 3.500V12l3 2',
  globe: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16ZM4 12h16M12 4c-5 5-5 11 0 16M12 4c5 5 5 11 0 16',
  money: 'M7 5l5 6.500L17 5M12 11.500V19M8 12.500h8M8 15.500h8',
  area: 'M5 9V5h4M15 5h4v4M19 15v4h-4M9 19H5v-4',
  building: 'M5 20V6l7-2v16M12 9h6v11M3.500 20h17M8 9h1M8 12.500h1M8 16h1M15 12.500h1M15 16h1',
  route:
    'M6 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4Zm2-2h7a3.500 3.500 0 0 0 0-7H9a3 3 0 0 1 0-6h7m2-1.800a2 2 0 1 0 0 4 2 2 0 0 0 0-4Z',
  copy: 'M9 9h10v10H9zM15 9V5H5v10h4',
  check: 'M5 12.500l4.500 4.500L19 7.500',
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  near: 'M20 4 4 11l7 2 2 7 7-16Z',
  access: 'M12 3.500a1.500 1.500 0 1 0 0 3 1.500 1.500 0 0 0 0-3ZM6 9l6 1 6-1M12 10v4l-3 6.500M12 14l3 6.500',
  info: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16Zm0 7v5M12 8v.2',
  offline:
    'M4 4l16 16M9.500 16a4 4 0 0 1 5 0M6.500 12.500a8.500 8.500 0 0 1 4-2M14.500 11a8.500 8.500 0 0 1 3 1.500M3.500 9.500a13 13 0 0 1 3-2M11 6a13 13 0 0 1 9.500 3.500M12 19v.2',
  mountain: 'M3 19l6-11 4 6.500L15.500 11 21 19H3Z',
  menu: 'M4 7h16M4 12h16M4 17h16',
  contrast: 'M12 4a8 8 0 1 0 0 16ZM12 4a8 8 0 0 1 0 16M14.500 5v14M17 6.500v11',
  calendar: 'M5 6h14v13H5zM5 10.500h14M9 4v4M15 4v4',
} as const

export type IconName = keyof typeof paths

export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return <LineIcon path={paths[name]} size={size} />
}

/** One drawn elsewhere, in the same hand: its path on 24 × 24. */
export function LineIcon({ path, size = 20 }: { path: string; size?: number }) {
  return (
    <svg
      className="icon"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={path} />
    </svg>
  )
}

export function Star() {
  return (
    <svg className="star" width="14" height="14" viewBox="0 0 24 24" aria-hidden="true">
      <path
        fill="currentColor"
        d="m12 2.800 2.800 5.900 6.400.8-4.700 4.500 1.200 6.400L12 17.300l-5.700 3.100 1.200-6.400-4.700-4.500 6.400-.8Z"
      />
    </svg>
  )
}
