/** A map of someone else's to lie under ours, as configured. */
export interface BaseMap {
  name: string
  nameZh: string
  nameEn: string
  kind: 'xyz' | 'wmts'
  /** With {z} {x} {y}, and {s} where subdomains are given. */
  url: string
  datum: 'WGS84' | 'GCJ-02' | 'BD-09'
  attribution: string
  minZoom: number
  maxZoom: number
  tileSize: number
  darkUrl: string | null
}
