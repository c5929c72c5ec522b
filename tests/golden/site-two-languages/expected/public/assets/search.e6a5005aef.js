// How all this works together: planning/search.py.
'use strict'
const [form, state, list, more, result, late] = ['search', 'state', 'found', 'more', 'result', 'late']
  .map(id => document.getElementById('site:' + id))
const {han, gap, unseen, folder, base} = form.dataset
const like = (text, flags = 'u') => RegExp(text, flags), all = text => like(text, 'gu')
const isHan = like(`[${han}]`), isLetter = like(`^[^${gap}${han}]`)

const spread = shown => {
  const text = shown.replace(all(`[${unseen}]`), '').replace(/\s+/g, ' ').trim(), places = []
  let folded = '', at = 0
  for (const piece of text.match(all('[^][\\p{M}\u1160-\u11ff]*')) || []) {
    folded += piece.normalize('NFKC').replace('’', "'").toLowerCase()
    while (places.length < folded.length) places.push(at)
    at += piece.length
  }
  return {text, folded, places: [...places, at]}
}

const terms = (text, wanted) => {
  const plain = text.replace(all(`[${gap}]+`), ' ').trim(), signs = [...plain]
  const sure = wanted && isHan.test(plain) ? plain.replace(like(`^[^ ${han}]+`), '') : plain
  const found = new Set(sure.match(all(`[^ ${han}]{2,}`)))
  signs.forEach((sign, n) => {
    const pair = sign + (signs[n + 1] === ' ' ? ' ' + signs[n + 2] : signs[n + 1] || '')
    if (sign !== ' ' && pair !== sign && isHan.test(pair)) found.add(pair)
  })
  return [...found]
}

const waysOf = query => {
  const whole = spread(query).folded, parts = [...new Set(whole.split(' '))]
  const ways = [parts, [whole]].filter(way => way.some(part => terms(part, 1)[0]))
  return isHan.test(whole) && !isHan.test(parts[0]) ? ways : ways.slice(0, 1)
}

const shardOf = (term, shards) => {
  let hash = 0x811c9dc5
  for (const sign of [...term].slice(0, 2)) hash = Math.imul(hash ^ sign.codePointAt(0), 0x1000193)
  return (hash ^ hash >>> 15) & shards - 1
}

const hits = (shard, term) => {
  const found = new Map(), start = '\n' + term + (isHan.test(term) ? '\t' : '')
  for (let at = 0; (at = shard.indexOf(start, at)) >= 0;) {
    let item = 0, number = 0
    for (at = shard.indexOf('\t', at) + 1; shard[at] !== '\n'; at++) {
      const code = shard.charCodeAt(at)
      number = number * 32 + (code & 31)
      if (code & 64) {
        found.set(item += number >> 1, found.get(item) | number & 1)
        number = 0
      }
    }
  }
  return found
}

const candidates = async (parts, years, read) => {
  let wanted = [...new Set(parts.flatMap(part => terms(part, 1)))]
  while (wanted.length > 4) wanted = wanted.filter((_, n) => n % 2 < 1)
  const found = await Promise.all(years.map(async year => {
    const lists = await Promise.all(wanted.map(async term => hits(await read(year, shardOf(term, year.shards)), term)))
    return [...lists[0].keys()].filter(item => lists.every(each => each.has(item)))
      .map(item => ({year, item, title: lists.every(each => each.get(item))}))
  }))
  return [found.flat(), parts.every(part => wanted.includes(part))]
}

const place = (text, part, from) => {
  let at = text.indexOf(part, from)
  if (isLetter.test(part) && !isHan.test(part))
    while (at > 0 && isLetter.test([...text.slice(Math.max(0, at - 2), at)].pop())) at = text.indexOf(part, at + 1)
  return at
}

const mark = (node, {text, folded, places}, parts, length = 1e6) => {
  const marks = parts.flatMap(part => {
    const found = []
    for (let at = 0; (at = place(folded, part, at)) >= 0;) found.push([at, at += part.length])
    return found
  }).sort((a, b) => a[0] - b[0])
  const cut = at => {
    while (at > 0 && at < folded.length && isLetter.test(folded[at - 1])) at--
    return Math.max(0, Math.min(at, folded.length))
  }
  let at = cut(marks[0] ? marks[0][0] - length / 3 | 0 : 0)
  const end = cut(at + length), put = to => text.slice(places[at], places[at = to])
  if (at) node.append('…')
  for (const [from, to] of marks) if (from >= at && to <= end) {
    node.append(put(from))
    node.appendChild(document.createElement('mark')).textContent = put(to)
  }
  node.append(put(end), end < folded.length ? '…' : '')
}

const read = async ({name}, file) => {
  const answer = await fetch(`${folder}${name}/${file}.txt`)
  return answer.ok ? answer.text() : Promise.reject()
}
const row = async ({year, item}) => {
  year.rows = year.rows || read(year, 'items').then(text => text.split('\n').map(each => each.split('\t')))
  return (await year.rows)[item]
}
const page = address => new Promise((done, fail) => {
  const request = new XMLHttpRequest()
  request.open('GET', address)
  request.responseType = 'document'
  request.onload = () => done(request.status < 400 && request.response)
  request.onerror = fail
  request.send()
})

const line = async each => {
  const [href, column, communities] = await row(each), own = await page(base + href)
  if (!own) return null
  const main = own.querySelector('main'), body = main.querySelector('.prose') || main, head = main.querySelector('h1')
  body.querySelectorAll('.toc,.footnote-backref,.visually-hidden,sup[id^=fnref]').forEach(node => node.remove())
  body.querySelectorAll('br,p,div,li,dt,dd,td,th,h2,h3,h4,h5,h6,pre').forEach(node => node.append(' '))
  const title = spread(head.textContent), text = spread(body.textContent)
  const within = texts => ways.some(way => way.every(part => texts.some(({folded}) => place(folded, part) >= 0)))
  if (!within([title, text])) return null
  each.title = within([title])
  const node = result.content.cloneNode(true).firstElementChild, [link, about, words] = node.children
  link.href = base + href
  link.lang = words.lang = head.lang
  mark(link, title, ways.flat())
  mark(words, text, ways.flat(), isHan.test(text.folded) ? 90 : 180)
  const named = (field, ids) => [...form[field].options].filter(each => ids.includes(each.value)).map(each => each.text)
  const names = [...named('column', [column]), ...named('community', communities.split(' ')).slice(0, 3)]
  for (const name of [main.querySelector('time').textContent, ...names])
    about.appendChild(document.createElement('span')).textContent = name
  return node
}

let rest, ways, sure, turn = 0
const order = (a, b) => b.title - a.title || b.year.year - a.year.year || b.item - a.item
const say = (key, ...numbers) => state.textContent = key && state.dataset[key].replace(/{(\d)}/g, (_, n) => numbers[n])
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
  say(rest.length ? sure ? 'part' : 'about' : shown > 1 ? 'all' : shown ? 'one' : 'none', shown, shown + rest.length)
}

const find = async () => {
  const years = form.dataset.index.split(' ').filter(name => name && name.startsWith(form.year.value))
    .map(name => ({name, year: name.slice(0, 4), shards: name.split('-')[2]}))
  const limits = [form.column.value, form.community.value]
  const both = await Promise.all(ways.map(parts => candidates(parts, years, read)))
  const found = [...new Map(both.flatMap(([each]) => each).map(each => [each.year.name + each.item, each])).values()]
  const rows = await Promise.all(limits.some(Boolean) ? found.map(row) : [])
  sure = !both[1] && both[0][1]
  return found.filter((_, n) => limits.every((value, m) => !value || ` ${rows[n][m + 1]} `.includes(` ${value} `)))
}
const answer = async () => {
  const asked = new URLSearchParams(location.search), mine = ++turn
  for (const field of form.elements) if (field.name) field.value = asked.get(field.name) || ''
  list.textContent = ''
  more.hidden = true
  ways = waysOf(form.q.value)
  say(ways[0] ? 'searching' : form.q.value && 'short')
  if (!ways[0]) return
  try {
    const found = await find().catch(async () => {
      form.dataset.index = (await page(location.pathname)).getElementById(form.id).dataset.index
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
