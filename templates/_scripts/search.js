// The search page: takes a query apart, looks its terms up in the index, checks what may hold it on the items' own
// pages and shows that. What the files of the index look like stands in site_builder/planning/lists/search.py.
'use strict'
const [form, state, list, more, result, late] = ['search', 'state', 'found', 'more', 'result', 'late']
  .map(id => document.getElementById('site:' + id))
// Classes of signs, as site_builder/markdown/search_terms.py has them.
const {han, gap, unseen, folder, base} = form.dataset
const letter = `[^${gap}${han}]`
const like = pattern => RegExp(pattern, 'gu')
const hasHan = text => text.match(like(`[${han}]`))

// A text as shown, the same as compared, and where in the first each unit of the second, and its end, stands.
const spread = shown => {
  const text = shown.replace(like(`[${unseen}]`), '').replace(/\s+/g, ' ').trim(), places = []
  let folded = ''
  // A sign is folded together with the marks that follow it, and Korean syllables whole.
  text.replace(like('[^][\\p{M}\u1160-\u11ff]*'), (piece, at) => {
    folded += piece.normalize('NFKC').replace('’', "'").toLowerCase()
    while (places.length < folded.length) places.push(at)
  })
  return {text, folded, places: [...places, text.length]}
}

// The terms of a folded text: words of two and more letters, and every two neighbours of which one is Han.
const terms = text => {
  const plain = text.replace(like(`[${gap}]+`), ' ').trim()
  const found = new Set(plain.match(like(`[^ ${han}]{2,}`)))
  plain.replace(like('[^ ](?=( ?[^ ]))'), (sign, next) => hasHan(sign + next) && found.add(sign + next))
  return [...found]
}
// Those that every text surely has which holds a part: one with Han may begin within a word, which is no term then.
const sureTerms = part => terms(hasHan(part) ? part.replace(like(`^${letter}+(?=${letter})`), '') : part)

// What a query asks for: all its parts; or the whole, where that may begin within a word or no part has a term.
const waysOf = query => {
  const whole = spread(query).folded, parts = [...new Set(whole.split(' '))]
  const ways = [parts, [whole]].filter(way => way.some(part => sureTerms(part)[0]))
  return hasHan(whole) && !hasHan(parts[0]) ? ways : ways.slice(0, 1)
}

// How a part stands in a folded text: one that is a word only where a word begins.
const finder = part => {
  const isWord = part.match(like('^' + letter)) && !hasHan(part)
  return like((isWord ? `(^|[${gap}${han}])` : '()') + part.replace(/[$(-+.?[-^{-}]/g, '\\$&'))
}
const holds = (text, ways) => ways.some(way => way.every(part => text.match(finder(part))))

// The file of a term.
const shardOf = (term, shards) => {
  const hash = [...term].slice(0, 2).reduce((sum, sign) => Math.imul(sum ^ sign.codePointAt(), 0x1000193), 0x811c9dc5)
  return (hash ^ hash >>> 15) & shards - 1
}

// The items that have a term, or a word that begins with it: 1 where the title has it, else 0.
const hits = (shard, term) => {
  const found = {}
  shard.replace(like(`\n${term}${hasHan(term) ? '' : '[^\t]*'}\t(.+)`), (line, numbers) => {
    let item = 0
    numbers.replace(/[ -?]*./g, digits => {
      const number = [...digits].reduce((sum, digit) => sum * 32 + digit.charCodeAt() % 32, 0)
      found[item += number >> 1] |= number & 1
    })
  })
  return found
}

// Not fetch: it makes no documents, and Trusted Types let no text become one.
const get = (address, type = '') => new Promise((done, fail) => {
  const request = new XMLHttpRequest()
  request.open('GET', address)
  request.responseType = type
  request.onload = () => done(request.status < 400 && request.response)
  request.onerror = fail
  request.send()
})
// What is not there is `false`, and whoever takes it for a text fails: `answer` looks for a newer index then.
const read = (year, file) => get(`${folder}${year}/${file}.txt`)
const row = async ({year, item}) => {
  tables[year] = tables[year] || read(year, 'items')
  return (await tables[year]).split('\n')[item].split('\t')
}

// The items that may hold the query; a few of its terms will do. `exact` are they where no term was left out.
const find = async () => {
  const years = form.dataset.index.split(' ').filter(year => year && year.startsWith(form.year.value))
  const found = {}
  await Promise.all(ways.map(async parts => {
    let wanted = [...new Set(parts.flatMap(sureTerms))]
    while (wanted.length > 4) wanted = wanted.filter((_, n) => n % 2 < 1)
    exact = !ways[1] && parts.every(part => wanted.includes(part))
    await Promise.all(years.map(async year => {
      const shards = year.split('-')[2]
      const lists = await Promise.all(wanted.map(async term => hits(await read(year, shardOf(term, shards)), term)))
      for (const item in lists[0]) if (lists.every(each => item in each))
        found[year + '/' + item] = {year, item, title: lists.every(each => each[item])}
    }))
  }))
  const all = Object.values(found)
  const rows = await Promise.all(limits.some(limit => limit.value) ? all.map(row) : [])
  return all.filter((_, n) => limits.every(({value}, m) => !value || rows[n][m + 1].split(' ').includes(value)))
}

const put = (node, name, text) => node.appendChild(document.createElement(name)).textContent = text

// Puts a text, or some of it around the first match, into a node.
const mark = (node, {text, folded, places}, length) => {
  const marks = []
  for (const part of ways.flat()) {
    folded.replace(finder(part), (all, before, at) => marks.push([at + before.length, at + all.length]))
  }
  marks.sort((a, b) => a[0] - b[0])
  const cut = at => at < folded.length ? folded.substring(0, at).replace(like(letter + '+$'), '').length : folded.length
  let at = cut(marks[0] ? marks[0][0] - length / 3 : 0)
  if (at) at += folded.slice(at).match(like(`^[${gap}]*`))[0].length
  const end = cut(at + length)
  const next = to => text.slice(places[at], places[at = to])
  if (at) node.append('…')
  for (const [from, to] of marks) if (from >= at && to <= end) {
    node.append(next(from))
    put(node, 'mark', next(to))
  }
  node.append(next(end), end < folded.length ? '…' : '')
}

// A result; null where the item's page does not hold what is asked for.
const line = async each => {
  const [href, ...groups] = await row(each), page = await get(base + href, 'document')
  if (!page) return null
  const main = page.querySelector('main'), body = main.querySelector('.prose') || main, head = main.querySelector('h1')
  body.querySelectorAll('.toc,.footnote-backref,.visually-hidden,sup[id^=fnref]').forEach(node => node.remove())
  body.querySelectorAll('br,p,div,li,dt,dd,td,th,h2,h3,h4,h5,h6,pre').forEach(node => node.append(' '))
  const title = spread(head.textContent), text = spread(body.textContent)
  if (!holds(title.folded + '\n' + text.folded, ways)) return null
  each.title = holds(title.folded, ways)
  const node = result.content.cloneNode(true).firstElementChild, [link, about, words] = node.children
  link.href = base + href
  link.lang = words.lang = head.lang
  mark(link, title, 1e6)
  mark(words, text, hasHan(text.folded) ? 90 : 180)
  put(about, 'span', main.querySelector('time').textContent)
  limits.forEach(({options}, n) => {
    const ids = groups[n].split(' ')
    for (const {text} of [...options].filter(each => each.value && ids.includes(each.value)).slice(0, 3)) {
      put(about, 'span', text)
    }
  })
  return node
}

const limits = [form.column, form.community]
let rest, ways, exact, tables, turn = 0
const order = (a, b) => b.title - a.title || parseInt(b.year) - parseInt(a.year) || b.item - a.item
const say = (key, ...numbers) => {
  state.textContent = key && state.dataset[key].replace(/{(\d)}/g, (_, n) => numbers[n])
}

// Shows ten more.
const show = async () => {
  const mine = turn, last = list.children.length + 10
  while (rest.length && list.children.length < last) {
    await Promise.all(rest.slice(0, 10).map(async each => each.node = each.node || await line(each)))
    if (mine !== turn) return
    rest = rest.filter(each => each.node !== null).sort(order)
    while (rest.length && rest[0].node && list.children.length < last) list.append(rest.shift().node)
  }
  const shown = list.children.length
  more.hidden = !rest.length
  say(rest.length ? exact ? 'part' : 'about' : shown > 1 ? 'all' : shown ? 'one' : 'none', shown, shown + rest.length)
}

// Answers the query of the page's address.
const answer = async () => {
  const asked = new URLSearchParams(location.search), mine = ++turn
  for (const field of form.elements) if (field.name) field.value = asked.get(field.name) || ''
  list.textContent = ''
  more.hidden = true
  tables = {}
  ways = waysOf(form.q.value)
  say(ways[0] ? 'searching' : form.q.value && 'short')
  if (!ways[0]) return
  try {
    const found = await find().catch(async () => {
      // The site may have been published anew since: its page knows the index of today.
      form.dataset.index = (await get(location.pathname, 'document')).getElementById(form.id).dataset.index
      return find()
    })
    if (mine !== turn) return
    rest = found.sort(order)
    await show()
  } catch (error) {
    if (mine === turn) say('failed')
  }
}

form.onsubmit = event => {
  event.preventDefault()
  history.pushState(null, '', '?' + new URLSearchParams([...new FormData(form)].filter(([, value]) => value)))
  answer()
}
form.onchange = event => event.target === form.q || form.onsubmit(event)
more.onclick = async () => {
  const last = list.lastChild
  await show().catch(() => say('failed'))
  if (last.nextSibling) last.nextSibling.firstChild.focus()
}
onpopstate = answer
late.remove()
answer()
