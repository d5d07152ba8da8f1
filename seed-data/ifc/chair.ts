/** Triangles of a moulded grandstand seat, metres, looking to +y, standing on z = 0: what repeats thousands of times in an arena. */
export function chairMesh(): { points: [number, number, number][]; triangles: [number, number, number][] } {
  const points: [number, number, number][] = []
  const triangles: [number, number, number][] = []
  const top = addSheet(0)
  const bottom = addSheet(-0.012)
  for (let across = 0; across < acrossSteps; across++) {
    for (let along = 0; along < alongSteps; along++) {
      addQuad(
        at(top, across, along),
        at(top, across + 1, along),
        at(top, across + 1, along + 1),
        at(top, across, along + 1),
      )
      addQuad(
        at(bottom, across, along),
        at(bottom, across, along + 1),
        at(bottom, across + 1, along + 1),
        at(bottom, across + 1, along),
      )
    }
  }
  addRims()
  addPost()
  return { points, triangles }

  function addSheet(down: number): number {
    const first = points.length
    for (let across = 0; across <= acrossSteps; across++) {
      for (let along = 0; along <= alongSteps; along++) {
        const x = (across / acrossSteps - 0.5) * 0.46
        const [y, z] = profile(along / alongSteps)
        points.push([x, y, z + down + 0.35 * x * x])
      }
    }
    return first
  }

  function addRims(): void {
    for (let along = 0; along < alongSteps; along++) {
      addQuad(at(top, 0, along), at(top, 0, along + 1), at(bottom, 0, along + 1), at(bottom, 0, along))
      addQuad(
        at(bottom, acrossSteps, along),
        at(bottom, acrossSteps, along + 1),
        at(top, acrossSteps, along + 1),
        at(top, acrossSteps, along),
      )
    }
    for (let across = 0; across < acrossSteps; across++) {
      addQuad(at(bottom, across, 0), at(bottom, across + 1, 0), at(top, across + 1, 0), at(top, across, 0))
      addQuad(
        at(top, across, alongSteps),
        at(top, across + 1, alongSteps),
        at(bottom, across + 1, alongSteps),
        at(bottom, across, alongSteps),
      )
    }
  }

  function addPost(): void {
    const first = points.length
    for (const z of [0, 0.4])
      for (const [x, y] of [
        [-0.04, -0.04],
        [0.04, -0.04],
        [0.04, 0.04],
        [-0.04, 0.04],
      ] as const)
        points.push([x, y, z])
    for (let side = 0; side < 4; side++) {
      const next = (side + 1) % 4
      addQuad(first + side, first + next, first + 4 + next, first + 4 + side)
    }
  }

  function addQuad(a: number, b: number, c: number, d: number): void {
    triangles.push([a, b, c], [a, c, d])
  }
}

const acrossSteps = 10
const alongSteps = 14
const at = (first: number, across: number, along: number) => first + across * (alongSteps + 1) + along

/** From the front edge (+y) over the seat and up the back. */
function profile(t: number): [y: number, z: number] {
  if (t < 0.5) return [0.22 - 0.84 * t, 0.43 - 0.06 * Math.sin(Math.PI * t * 2)]
  const up = (t - 0.5) * 2
  return [-0.2 - 0.1 * up ** 1.5, 0.43 + 0.36 * up]
}
