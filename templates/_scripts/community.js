// A reader's own community: chosen on its page or on the home page, kept on the device. What goes on there and is new comes
// from its own page to the place that is kept for it; what is over is hidden there by now.js.
const {dataset} = document.documentElement
// So many rows of what goes on at most, and of what is new one less.
const MOST = 6

const make = (tag, properties, ...children) => {
  const node = Object.assign(document.createElement(tag), properties)
  node.append(...children)
  return node
}

// Rows are shown that have space: two of what goes on, then one of what is new and one of what goes on in turn.
const fit = (parts, nothing, coming, newest) => {
  const holding = coming.filter(row => !row.dataset.past), rows = [], lead = row => row.querySelector('a').href
  const others = newest.filter(row => !holding.some(each => lead(each) === lead(row)))
  nothing.hidden = holding.length
  for (let n = 0; n < MOST; n++) rows.push(...[holding[n], others[n - 1]].filter(row => row))
  for (const row of [...holding, ...newest]) row.hidden = true
  for (const row of rows) {
    row.hidden = false
    row.hidden = row !== rows[0] && parts.scrollHeight > parts.clientHeight
  }
}

// Under the name `site` the address of the community is kept, without the root of a language.
export const join = (place, site) => {
  const {root, style} = place.dataset
  const box = place.querySelector('.box'), title = box && box.firstElementChild, choice = place.querySelector('details')
  const dressed = new Promise(done => {
    document.head.append(make('link', {rel: 'stylesheet', href: style, onload: done, onerror: done}))
  })
  // A page that one comes back to is as it was left.
  window.addEventListener('pageshow', event => {
    try { if (event.persisted && localStorage.getItem(site) != dataset.community) location.reload() } catch (e) { /* as it is */ }
  })
  const keep = address => {
    try { address ? localStorage.setItem(site, address) : localStorage.removeItem(site) } catch (e) { /* for this page only */ }
  }

  const put = (...nodes) => {
    box.textContent = ''
    box.append(title, ...nodes)
  }
  const fill = () => {
    const ask = new XMLHttpRequest(), href = root + dataset.community
    ask.open('GET', href)
    ask.responseType = 'document'
    ask.onloadend = async () => {
      await dressed
      // By now another may be chosen.
      if (href !== root + dataset.community) return
      const [none, failed, all, change] = box.dataset.say.split('|')
      const foot = make('p', {className: 'onward'}, make('a', {href}, all))
      if (ask.status === 200 && ask.response) {
        const find = what => [...ask.response.querySelectorAll(what)]
        for (const each of find('.leaf, .thumb, .summary, .add, .briefs .meta')) each.remove()
        const nothing = make('p', {}, none)
        const lists = [[nothing, ...find('.here > ul, .here > ol')], find('main .briefs').slice(0, 1)]
        const parts = make('div', {className: 'parts'}, ...lists.map(list => make('div', {}, ...list)))
        const [coming, newest] = [...parts.children].map(part => [...part.querySelectorAll('ul > li, ol > li')])
        put(make('h2', {}, find('h1')[0].textContent), parts, foot)
        // now.js marks first what is over.
        await null
        const act = () => fit(parts, nothing, coming, newest)
        act()
        new ResizeObserver(act).observe(parts)
      } else if (ask.status === 404) {
        // There is none such any more: it is forgotten, and its space kept as long as the page is there.
        keep()
        foot.firstElementChild.remove()
        place.hidden = !choice
        put(foot)
      } else put(make('p', {}, failed), foot)
      if (choice) foot.append(make('button', {type: 'button', textContent: change, onclick: () => {
        choice.open = true
        choice.firstElementChild.focus()
      }}))
    }
    ask.send()
  }
  const show = () => {
    for (const each of place.querySelectorAll('[aria-pressed]')) {
      each.setAttribute('aria-pressed', each.value === root + dataset.community)
    }
  }
  if (choice) {
    const links = document.getElementById('site:communities').querySelectorAll('a')
    choice.append(make('p', {}, ...[...links].map(link => {
      const button = make('button', {type: 'button', value: link.getAttribute('href')}, link.firstElementChild.textContent)
      button.setAttribute('aria-pressed', false)
      return button
    })))
    // Closed, it is not there where something is chosen: whoever had closed it goes on from that.
    choice.ontoggle = () => {
      const {activeElement} = document
      if (!choice.open && dataset.community && [document.body, choice.firstElementChild].includes(activeElement)) box.focus()
    }
  } else if (!box) place.querySelector('button').disabled = false
  place.addEventListener('click', event => {
    const button = event.target.closest('[aria-pressed]')
    if (!button) return
    const address = button.value.slice(root.length)
    if (address === dataset.community) delete dataset.community
    else dataset.community = address
    keep(dataset.community)
    show()
    if (!choice) return
    choice.open = false
    if (dataset.community) fill()
    ;(dataset.community ? box : choice.firstElementChild).focus()
  })
  show()
  if (box && dataset.community) fill()
}
