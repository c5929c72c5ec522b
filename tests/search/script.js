// Runs templates/_scripts/search.js without a browser: a line of JSON with a question in, a line with the answer out.
const fs = require('fs')
const lines = require('readline').createInterface({input: process.stdin})
const source = fs.readFileSync(process.argv[2], 'utf8')
const dataset = {...JSON.parse(process.argv[3]), folder: '', base: '', index: ''}
const field = {value: ''}
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
const page = {XMLHttpRequest, document: {getElementById: () => node}, location: {search: ''}, onpopstate: null}
Object.assign(globalThis, page)
const own = Function(source + `
  return {spread, terms, waysOf, shardOf, holds, find: query => (ways = waysOf(query), find())}`)()
const answers = {
  terms: texts => texts.map(text => own.terms(own.spread(text).folded)),
  ways: queries => queries.map(own.waysOf),
  shards: pairs => pairs.map(([term, shards]) => own.shardOf(term, shards)),
  // What each query finds in an index: of all candidates, and of those whose texts hold it.
  find: async ({queries, years, files: made, texts}) => {
    files = made
    dataset.index = years.join(' ')
    const found = []
    for (const query of queries) {
      const ways = own.waysOf(query), items = (await own.find(query)).map(({year, item}) => `${year}/${item}`)
      found.push([items, items.filter(each =>
        own.holds(texts[each].map(text => own.spread(text).folded).join('\n'), ways))])
    }
    return found
  },
}
lines.on('line', async line => {
  const [name, question] = JSON.parse(line)
  process.stdout.write(JSON.stringify(await answers[name](question)) + '\n')
})
