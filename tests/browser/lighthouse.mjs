// Lighthouse's judgement of some pages, as on a phone: node lighthouse.mjs CHROMIUM URL …
// Prints a list: for each page its url, its scores from 0 to 100, and the audits that are short of what they weigh.
import { launch } from 'chrome-launcher'
import lighthouse from 'lighthouse'

const [chromePath, ...urls] = process.argv.slice(2)
const chrome = await launch({
  chromePath,
  chromeFlags: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-component-update'],
})
const pages = []
try {
  for (const url of urls) {
    const { lhr } = await lighthouse(url, { port: chrome.port, logLevel: 'error', formFactor: 'mobile' })
    const scores = {}, short = []
    for (const category of Object.values(lhr.categories)) {
      scores[category.id] = Math.round(category.score * 100)
      for (const { id, weight } of category.auditRefs) {
        const { score, title, details } = lhr.audits[id]
        if (weight && score !== null && score < 1) short.push([category.id, id, title, details?.items?.slice(0, 5)])
      }
    }
    pages.push({ url, scores, short, problem: lhr.runtimeError?.message })
  }
} finally {
  await chrome.kill()
}
console.log(JSON.stringify(pages))
