import type { Offer } from './offer.ts'

/** A series may reach beyond the booking window as many weeks as its timetable says. */
export const withSeriesWindow = (offer: Offer): Offer => ({
  ...offer,
  timetables: offer.timetables.map((timetable) => ({
    ...timetable,
    windowDays: timetable.windowDays + timetable.seriesWeeks * 7,
  })),
})

/** At the desk neither notice nor window count. */
export const atDesk = (offer: Offer): Offer => ({
  ...offer,
  timetables: offer.timetables.map((timetable) => ({
    ...timetable,
    noticeMinutes: -timetable.slotMinutes,
    windowDays: 3650,
  })),
})
