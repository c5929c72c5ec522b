// Runs templates/static/search.js without a browser: a line of JSON with a question in, a line with the answer out.
const fs = require('fs')
const lines = require('readline').createInterface({input: process.stdin})
const source = fs.readFileSync(process.argv[2], 'utf8')
const dataset = {...JSON.parse(process.argv[3]), folder: '', base: '', index: ''}
const node = {dataset, elements: [], q: {value: ''}, remove() {}}
Object.assign(globalThis, {document: {getElementById: () => node}, location: {search: ''}, onpopstate: null})
const own = Function(source + '\nreturn {spread, terms, waysOf, shardOf, candidates, place}')()
const answers = {
  terms: texts => texts.map(text => own.terms(own.spread(text).folded)),
  ways: queries => queries.map(own.waysOf),
  shards: pairs => pairs.map(([term, shards]) => own.shardOf(term, shards)),
  // What each query finds in an index: of all candidates, and of those whose texts hold it.
  find: async ({queries, years, files, texts}) => {
    const found = []
    for (const query of queries) {
      const ways = own.waysOf(query), items = new Set()
      for (const parts of ways)
        for (const each of (await own.candidates(parts, years, async (year, file) => files[year.name][file]))[0])
          items.add(`${each.year.name}/${each.item}`)
      found.push([[...items], [...items].filter(each => ways.some(way =>
        way.every(part => texts[each].some(text => own.place(own.spread(text).folded, part) >= 0))))])
    }
    return found
  },
}
lines.on('line', async line => {
  const [name, question] = JSON.parse(line)
  process.stdout.write(JSON.stringify(await answers[name](question)) + '\n')
})
