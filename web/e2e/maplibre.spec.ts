import { expect, test } from './browser.ts'

/** Two provinces on one screen; a city's middle with pins, trails and parks. */
const provinces = { lon: 104.6, lat: 30.4, zoom: 5 }
const city = { lon: 104.07, lat: 30.66, zoom: 12.5 }

test.beforeEach(({ isMobile, viewport }) => {
  test.skip(isMobile || viewport!.width < 900, 'once is enough: the style knows no screen sizes')
})

for (const [language, theme] of [
  ['zh', 'light'],
  ['en', 'dark'],
] as const) {
  test(`MapLibre draws the style (${language}, ${theme}): clusters, pins, trails, regions, without a complaint`, async ({
    viewer,
  }) => {
    const style = `/tiles/style.json?lang=${language}&theme=${theme}`
    await test.step('two provinces: every place is in a disc or a dot of its own', async () => {
      const { errors, features, counted } = await viewer.draw(style, provinces)
      expect(errors).toEqual([])
      expect(features['place-cluster']).toBeGreaterThan(10)
      expect(features['place-cluster-ring-1']).toBeGreaterThan(10)
      expect(features['place-cluster-count']).toBeGreaterThan(10)
      expect(features.land).toBeGreaterThan(0)
      expect(features['prefecture-border']).toBeGreaterThan(5)
      expect(features['prefecture-label']).toBeGreaterThan(1)
      expect(counted).toBe(await viewer.featuresOf('places'))
    })
    await test.step('the picture has the theme’s ground and the rings’ colours', async () => {
      const colours = await viewer.colours()
      const brightness = [...colours].reduce((sum, [colour, share]) => sum + share * average(colour), 0)
      if (theme === 'light') expect(brightness).toBeGreaterThan(0.75)
      else expect(brightness).toBeLessThan(0.3)
      const vivid = [...colours].filter(([colour]) => spread(colour) > 0.4).reduce((sum, [, share]) => sum + share, 0)
      expect(vivid).toBeGreaterThan(0.002)
      expect(Math.max(...colours.values())).toBeLessThan(0.9)
    })
    await test.step('a city: pins with glyphs, trails with names, parks', async () => {
      const { errors, features } = await viewer.draw(style, city)
      expect(errors).toEqual([])
      for (const layer of ['place-pin', 'place-disc', 'place-trail', 'place-area', 'county-border'])
        expect(features[layer], layer).toBeGreaterThan(0)
      expect((await viewer.colours()).size).toBeGreaterThan(100)
    })
  })
}

const channels = (colour: string) => colour.split(',').map((channel) => Number(channel) / 31)
const average = (colour: string) => channels(colour).reduce((sum, channel) => sum + channel, 0) / 3
const spread = (colour: string) => Math.max(...channels(colour)) - Math.min(...channels(colour))
