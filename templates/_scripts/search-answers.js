// Answers a query of the search page: takes it apart, looks its terms up in the index and shows what was found. What the
// files of the index hold stands in site_builder/planning/lists/search_index.py and search_names.py.
const [form, state, named, list, more, looser, near, result] =
  ['search', 'state', 'named', 'found', 'more', 'looser', 'near', 'result'].map(id => document.getElementById('site:' + id))
// Classes of signs, as site_builder/markdown/search_terms.py has them.
const {han, gap, unseen, folder, base} = form.dataset
const letter = `[^${gap}${han}]`
const like = pattern => RegExp(pattern, 'gu')
const hasHan = text => text.match(like(`[${han}]`))
const plainOf = text => text.replace(like(`[${gap}]+`), ' ').trim()
const escape = text => text.replace(/[$(-+.?[-^{-}]/g, '\\$&')

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

// The terms of a folded text: words of two and more letters, and every two neighbours of which one is Han, with the
// sign after them.
const terms = text => {
  const plain = plainOf(text), signs = plain.match(like(' ?[^ ]')) || []
  const found = new Set(plain.match(like(`[^ ${han}]{2,}`)))
  signs.forEach((sign, n) => {
    if (signs[n + 1] && hasHan(sign + signs[n + 1])) found.add(sign.trim() + signs[n + 1] + (signs[n + 2] || ''))
  })
  return [...found]
}

// A part of a query: the terms that every text has which holds it; whether these are all of it. A part with Han may
// begin within a word, which is no term then; a single Han sign is one of titles and names.
const partOf = (text, quoted) => {
  const sign = text.match(like(`^[${han}]$`))
  const all = sign || terms(hasHan(text) ? text.replace(like(`^${letter}+(?=${letter})`), '') : text)
  const own = all.filter(term => all.every(other => other === term || !other.endsWith(term)))
  const few = own.length > 3 && hasHan(text) ? [own[0], own[own.length >> 1], own[own.length - 1]] : own
  return {text, quoted, sign, terms: few, sure: own.length < 2 && own[0] === text, keys: []}
}
// Spaces and hyphens divide a query; what stands between quotation marks is one part.
const partsOf = query => {
  const parts = [], marks = '"“”„«»「」『』'
  spread(query).folded.replace(RegExp(`[${marks}]([^${marks}]+)[${marks}]|[^${marks} ‐-]+`, 'g'), (text, phrase) =>
    parts.push(partOf((phrase || text).trim(), !!phrase)))
  return parts.filter((part, n) => part.terms[0] && parts.findIndex(each => each.text === part.text) === n)
}

// How a part stands in a folded text: one that is a word only where a word begins, a whole one also where it ends.
const finder = (part, whole) => {
  const isWord = part.match(like('^' + letter)) && !hasHan(part)
  return like((isWord ? `(^|[${gap}${han}])` : '()') + escape(part) + (whole && isWord ? `(?!${letter})` : ''))
}
const holds = (text, part) => text.match(finder(part.text))

// The file of a term.
const shardOf = (term, shards) => {
  const hash = [...term].slice(0, 2).reduce((sum, sign) => Math.imul(sum ^ sign.codePointAt(), 0x1000193), 0x811c9dc5)
  return (hash ^ hash >>> 15) & shards - 1
}

// The items that have a term, or one that begins with it: 1 where the title has it, else 0.
const hits = (shard, term) => {
  const found = {}, whole = term[0] === '=' || term.match(like(`^[${han}]$`))
  shard.replace(like(`\n${escape(term)}${whole ? '' : '[^\t]*'}\t(.+)`), (line, numbers) => {
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
let files = {}
// What is not there is `false`, and whoever takes it for a text fails: `answer` looks for a newer index then.
const read = file => files[file] = files[file] || get(`${folder}${file}.txt`)
const seek = async (segment, term) => hits(await read(`${segment.name}/${shardOf(term, segment.shards)}`), term)
const rowOf = async ({segment, item}) =>
  (await read(`${segment.name}/rows${item >> 4}`)).split('\n')[item & 15].split('\t')

// The segments that a query looks through, the newest first.
const segments = () => form.dataset.index.split(' ').filter(name => name && name.startsWith(form.year.value))
  .map(name => {
    const [year, , shards, items, ends] = name.split('-')
    return {name, year: +year || 9999, shards, items: +items, ends: +ends}
  })

// What can be named: kind, key, path, what is said of it, its names as compared.
const directory = async () => (await read(form.dataset.names)).split('\n').slice(0, -1).map(line => {
  const [kind, key, path, said, ...names] = line.split('\t')
  // A village's name is also known without the word for a village.
  const short = names.map(name => name.replace(/(..+)(村|社区|街道|镇|乡)$/, '$1'))
  return {kind, key, path, said, names, folded: [...names, ...short].map(name => plainOf(spread(name).folded))}
})
// How well a query names something: 3 as it is, 2 among other words, 1 by a part of a name.
const naming = query => ({folded, said}) => Math.max(...[...folded, plainOf(spread(said).folded)].map(name =>
  !name ? 0 : name === query ? 3 : query.match(finder(name, 1)) ? 2 : parts.every(part => holds(name, part)) ? 1 : 0))

// The items of a segment that hold a part: 2 in the title, 1 elsewhere, 0 for what they belong to.
const holding = async (segment, part) => {
  const [lists, groups] = await Promise.all(
    [part.terms, part.keys].map(each => Promise.all(each.map(term => seek(segment, term)))))
  const found = {}
  groups.forEach(group => Object.keys(group).forEach(item => found[item] = 0))
  for (const item in lists[0]) if (lists.every(each => item in each) && (!part.sign || lists[0][item])) {
    found[item] = lists.every(each => each[item]) ? 2 : 1
  }
  return found
}
// What the filters leave of a segment; all of it where there are none.
const allowed = async segment => {
  const keys = limits.filter(limit => limit.value).map(limit => `=${limit.value}/${limit.dataset.kind}`)
  const lists = await Promise.all(keys.map(key => seek(segment, key)))
  return item => lists.every(each => item in each)
}
// When items of a segment are over; 0 for those withdrawn.
const endsOf = async segment => {
  const lines = segment.ends ? (await read(segment.name + '/ends')).split('\n') : []
  return Object.fromEntries(lines.map(line => line.split('\t')))
}
const newest = (a, b) => b.segment.year - a.segment.year || b.item - a.item
const order = (a, b) => b.weight - a.weight || newest(a, b)

// Gathers items of all segments: those of which `judge` gives a rank and what has to be looked up in their texts.
const gather = async (wanted, judge) => {
  const all = await Promise.all(segments().map(async segment => {
    const [isAllowed, ...lists] = await Promise.all([allowed(segment), ...wanted.map(part => holding(segment, part))])
    const candidates = wanted[0] ? Object.keys(Object.assign({}, ...lists)) : [...Array(segment.items).keys()]
    const found = candidates.filter(isAllowed)
      .map(item => ({segment, item: +item, ...judge(lists.map(each => each[item]))})).filter(each => each.rank >= 0)
    const ends = found[0] ? await endsOf(segment) : {}
    for (const each of found) {
      each.end = ends[each.item]
      each.over = each.end * 1000 < Date.now()
      each.weight = !wanted[0] ? 0 : each.end === '0' ? -1 : each.rank * 2 + !each.over
    }
    return found
  }))
  const found = [].concat(...all).sort(order), best = found.findIndex(each => !wanted[0] || !each.over && each.rank)
  // Titles come first; what is over comes below its like, and never on top; what was withdrawn comes last.
  return best > 0 ? [found[best], ...found.slice(0, best), ...found.slice(best + 1)] : found
}
const find = () => gather(parts, ranks => ({
  rank: ranks.includes(undefined) ? -1 : parts[0] ? Math.min(...ranks) : 1,
  check: parts.filter((part, n) => !part.sure && ranks[n]),
}))

// What comes near a query: other forms of its words, most of them, two signs of Han at a time.
const findNear = async () => {
  let pieces = [...new Set(parts.flatMap(({text, terms: own}) => hasHan(text)
    ? terms(text).filter(hasHan).map(term => term.match(like('^[^ ] ?[^ ]'))[0])
    : own.map(word => word.length > 4 ? word.replace(/(ie|e)?s$|y$/, '') : word)))]
  while (pieces.length > 8) pieces = pieces.filter((_, n) => n % 2 < 1)
  shown = [...shown, ...pieces]
  const wanted = pieces.map(term => ({terms: [term], keys: keysOf(term)}))
  const few = pieces.length > 2 ? Math.ceil(pieces.length * 2 / 3) : pieces.length
  return gather(wanted, ranks => {
    const there = ranks.filter(rank => rank >= 0)
    return {rank: there.length < few ? -1 : there.length * 3 + Math.min(...there), check: []}
  })
}

const put = (node, name, text) => {
  const made = node.appendChild(document.createElement(name))
  made.textContent = text
  return made
}

// Puts a text, or some of it around the first match, into a node.
const mark = (node, {text, folded, places}, length) => {
  const marks = []
  for (const part of shown) {
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

// The texts of an item: its title, its body, its facts.
const load = async ({row, item}) =>
  [row[0], ...(await read('texts/' + row[6])).split('\n')[item & 3].split('\t')].map(spread)
const isSure = async each => {
  if (!each.check.length) return true
  each.texts = await load(each)
  return each.check.every(part => each.texts.some(text => holds(text.folded, part)))
}

// Shows an item by its row, then some of its text.
const draw = async (each, into) => {
  const [title, href, lang, day, ...groups] = each.row, node = result.content.cloneNode(true).firstElementChild
  const [link, about, words] = node.children
  link.href = base + href
  link.lang = words.lang = lang
  link.dir = words.dir = 'auto'
  mark(link, spread(title), 1e6)
  if (each.over) put(about, 'span', form.dataset[+each.end ? 'over' : 'withdrawn']).className = 'late'
  if (day) put(about, 'span', new Date(day).toLocaleDateString(language, {dateStyle: 'long', timeZone: 'UTC'}))
  limits.forEach(({options}, n) => {
    const ids = groups[n].split(' ')
    for (const {text} of [...options].filter(each => each.value && ids.includes(each.value)).slice(0, 3)) {
      put(about, 'span', text)
    }
  })
  into.append(node)
  const [, ...texts] = each.texts || await load(each)
  const text = texts.find(({folded}) => shown.some(part => folded.match(finder(part)))) || texts.find(each => each.text)
  if (text) mark(words, text, hasHan(text.folded) ? 90 : 180)
}

// Days are written as elsewhere on the site.
const language = document.documentElement.lang.replace(/^en$/, 'en-GB'), limits = [form.column, form.community]
let rest, parts, names, shown, turn = 0
const keysOf = text => text[1]
  ? names.filter(({key, folded}) => key && folded.some(name => name.match(finder(text)))).map(({key}) => key) : []
const say = (key, ...numbers) => {
  state.textContent = key && state.dataset[key].replace(/{(\d)}/g, (_, n) => numbers[n])
}

// Shows up to ten more. What has to be looked up in its text first is shown when that was read.
const show = async () => {
  const mine = turn, work = []
  let left = 10
  list.setAttribute('aria-busy', 'true')
  for (let tried = 0; rest.length && left && (left > 9 || tried < 40); tried += 4) {
    const some = rest.splice(0, Math.max(left, 4))
    const sure = await Promise.all(some.map(async each => {
      each.row = await rowOf(each)
      return isSure(each)
    }))
    if (mine !== turn) return
    const good = some.filter((_, n) => sure[n])
    for (const each of good.slice(0, left)) work.push(draw(each, list))
    rest = [...good.slice(left), ...rest]
    left = Math.max(0, left - good.length)
  }
  const count = list.children.length, all = count + rest.length
  more.hidden = !rest.length
  const close = left && parts[0] && !parts.some(part => part.quoted) ? await comeNear(mine, left, work) : 0
  if (mine !== turn) return
  const part = rest.some(each => each.check.length) ? 'about' : 'part'
  say(rest.length ? part : all > 1 ? 'all' : all ? 'one' : close ? 'near' : 'none', all, count)
  await Promise.all(work)
  if (mine === turn) list.setAttribute('aria-busy', 'false')
}

// Shows what comes near the query, below a line that says so.
const comeNear = async (mine, left, work) => {
  const there = new Set([...list.children].map(node => node.firstChild.href))
  const found = (await findNear()).slice(0, left + there.size)
  await Promise.all(found.map(async each => each.row = await rowOf(each)))
  const others = found.filter(each => !there.has(new URL(base + each.row[1], location).href)).slice(0, left)
  if (mine !== turn) return 0
  looser.hidden = !others[0]
  for (const each of others) work.push(draw(each, near))
  return others.length
}

// Shows what the query names: places, topics, people, columns and pages.
const showNames = query => {
  const rank = naming(query)
  const best = names.map(each => ({...each, rank: rank(each)})).filter(each => each.rank)
  named.hidden = !best[0]
  for (const {kind, path, said, names, folded} of best.sort((a, b) => b.rank - a.rank).slice(0, 4)) {
    const [name, ...others] = names, node = put(named, 'li', ''), isFound = text => parts.some(part => holds(text, part))
    put(node, 'a', name).href = base + path
    // By what other name it was found.
    const other = isFound(folded[0]) ? '' : others[folded.slice(1, names.length).findIndex(isFound)]
    node.append(' ')
    put(node, 'span', [named.dataset[kind], said, other].filter(Boolean).join(' · ')).className = 'meta'
  }
}

// Answers what stands in the form.
export const answer = async () => {
  const mine = ++turn
  list.textContent = near.textContent = named.textContent = ''
  more.hidden = looser.hidden = named.hidden = true
  parts = partsOf(form.q.value)
  shown = parts.map(part => part.text)
  const query = plainOf(spread(form.q.value).folded), isLimited = form.year.value || limits.some(limit => limit.value)
  const isAsked = parts[0] || !query && isLimited
  say(isAsked ? 'searching' : form.q.value && 'short')
  if (!isAsked) return
  try {
    const look = async () => {
      names = await directory()
      for (const part of parts) part.keys = part.sign ? [] : keysOf(plainOf(part.text))
      return find()
    }
    const found = await look().catch(async () => {
      // The site may have been published anew since: its page knows the index of today.
      files = {}
      Object.assign(form.dataset, (await get(location.pathname, 'document')).getElementById(form.id).dataset)
      return look()
    })
    if (mine !== turn) return
    rest = found
    if (parts[0]) showNames(query)
    await show()
  } catch (error) {
    files = {}
    if (mine === turn) say('failed')
  }
}

more.onclick = async () => {
  const last = list.lastChild
  await show().catch(() => say('failed'))
  if (last.nextSibling) last.nextSibling.firstChild.focus()
}
