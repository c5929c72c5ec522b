// Runs templates/_scripts/search-answers.js without a browser: a line of JSON with a question in, a line with the answer
// out.
const fs = require('fs')
const lines = require('readline').createInterface({input: process.stdin})
const source = fs.readFileSync(process.argv[2], 'utf8').replace(/^export /gm, '')
const dataset = {...JSON.parse(process.argv[3]), folder: '', base: '', index: '', names: 'names'}
const field = {value: '', dataset: {}}
const node = {dataset, elements: [], q: field, year: field, column: field, community: field, remove() {}}
let files = {}
// Answers at once with a file of the question.
class XMLHttpRequest {
  open(method, address) { this.address = address }
  send() {
    Object.assign(this, {status: 200, response: files[this.address]})
    this.onload()
  }
}
const document = {getElementById: () => node, documentElement: {lang: 'en'}}
Object.assign(globalThis, {XMLHttpRequest, document, location: {search: ''}})
const own = Function(source + `
  const start = async query => {
    files = {}
    parts = partsOf(query)
    shown = []
    names = []
  }
  const textOf = async each => { each.row = await rowOf(each); return load(each) }
  return {spread, terms, partsOf, shardOf, start, textOf, isSure: async each => { each.row = await rowOf(each); return isSure(each) }, find: () => find(), findNear: () => findNear()}`)()
const keyOf = ({segment, item}) => `${segment.name}/${item}`
const answers = {
  terms: texts => texts.map(text => own.terms(own.spread(text).folded)),
  parts: queries => queries.map(query => own.partsOf(query).map(({text, sure}) => [text, sure])),
  shards: pairs => pairs.map(([term, shards]) => own.shardOf(term, shards)),
  // What each query finds in an index: of all candidates, those whose texts hold it; and what comes near it.
  find: async ({queries, segments, files: made}) => {
    files = made
    dataset.index = segments.join(' ')
    const found = []
    for (const query of queries) {
      await own.start(query)
      const items = await own.find(), sure = await Promise.all(items.map(own.isSure))
      const near = await own.findNear()
      found.push([items.map(keyOf), items.filter((_, n) => sure[n]).map(keyOf), near.map(keyOf)])
    }
    return found
  },
}
lines.on('line', async line => {
  const [name, question] = JSON.parse(line)
  process.stdout.write(JSON.stringify(await answers[name](question)) + '\n')
})
