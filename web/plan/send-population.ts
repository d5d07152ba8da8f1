import { addressOf, type ReplyOf, writeHeaders } from '../api.ts'
import { ApiProblem } from '../client/problem.ts'
import { routeTable } from '../client/route-table.ts'

export interface PopulationWish {
  name: string
  format: 'geotiff' | 'csv' | 'h3'
  system: string | undefined
  scale: 'true' | 'false'
}

/** Sends a population grid as it is; the reply comes when every cell has found its county. By XMLHttpRequest, which tells how far it is. */
export function sendPopulation(
  file: File,
  wish: PopulationWish,
  onProgress: (share: number) => void,
): Promise<ReplyOf<'getPopulation'>> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', addressOf(routeTable.importPopulation[1], {}, wish))
    for (const [name, value] of Object.entries(writeHeaders())) request.setRequestHeader(name, value)
    request.setRequestHeader('Content-Type', 'application/octet-stream')
    request.upload.onprogress = ({ loaded, total }) => onProgress(total ? loaded / total : 0)
    request.onload = () =>
      request.status < 300 ? resolve(JSON.parse(request.responseText)) : reject(problemFrom(request))
    request.onerror = () => reject(new ApiProblem({ status: 0, code: 'offline', detail: '' }))
    request.send(file)
  })
}

function problemFrom(request: XMLHttpRequest): ApiProblem {
  try {
    return new ApiProblem(JSON.parse(request.responseText))
  } catch {
    return new ApiProblem({ status: request.status, code: `http-${request.status}`, detail: request.statusText })
  }
}
