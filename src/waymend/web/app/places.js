// Places near, worked out on this device: the tiles that `waymend directory tiles` wrote, ranked exactly as waymend.directory.search does.
// It asks its own server for the tiles it needs and for nothing else; the place itself is never sent.

const RADIUS_KM = 6371.0088;
const AROUND = 2000 * RADIUS_KM;
const TO_RADIANS = Math.PI / 180;
const EPOCH_ORDINAL = 719163; // Python's date ordinal of 1970-01-01
const BOX = 500; // boxes of tiles come in units of 1/500 degree
const ALSO = 5;
const FRESHNESS = ['fresh', 'ageing', 'stale'];
const FIELDS = ['id', 'name', 'program', 'kind', 'address', 'city', 'state', 'zip', 'phone', 'intake', 'text', 'website', 'lat', 'lon', 'rough', 'needs', 'may', 'pay', 'serves', 'languages', 'hours', 'day', 'doubts', 'sources', 'note', 'row'];

/** The directory whose index lies at `base` (a URL that ends with /). `read` fetches a URL and gives its JSON; null when it is not there. */
export async function openPlaces(base, { read = readUrl } = {}) {
  const index = await read(new URL('index.json', base));
  if (!index || index.format !== 1) throw new Error('The tiles are missing, or of another version.');
  const columns = index.boxes.map((steps) => { let sum = 0; return steps.map((step) => (sum += step)); });
  index.boxes = columns[0].map((_, n) => columns.map((column) => column[n]));
  const bit = (group) => new Map(index[group].map((term, n) => [term.id, n]));
  const bits = { needs: bit('needs'), pays: bit('pays'), serves: bit('serves'), languages: bit('languages') };
  const tiles = new Map();
  const tile = async (n) => {
    if (!tiles.has(n)) tiles.set(n, (await read(new URL(`t/${n}.json`, base))).map(unpack));
    return tiles.get(n);
  };
  return {
    built: index.built,
    needs: index.needs.map((need) => need.id).filter((id) => index.counts[id]),
    needNames: new Map(index.needs.map((need) => [need.id, need.name])),
    pays: index.pays.map(({ id, name }) => ({ id, name })),
    serves: index.serves,
    languages: index.languages,
    check: index.insurance,
    /** { lat, lon, how } of a ZIP code, of "City, ST", or null. how: zip, zip_area (only its first three digits are known), city. */
    locate: (given) => locate(given, base, read),
    /** Places known to offer it, best first. `also` on the answer: places that may, whose listing does not say. */
    async search(query) {
      const near = query.lat === undefined ? await locate(query.zip ?? query.near, base, read) : { lat: query.lat, lon: query.lon, how: 'coordinates' };
      if (!near) return Object.assign([], { near: null, also: [] });
      const wanted = understood(query, bits);
      const limit = query.limit ?? 10;
      const offered = !wanted.needs.length || wanted.needs.some((n) => index.counts[index.needs[n].id]);
      const known = offered ? await nearest(index, tile, near, wanted, limit, (p) => hasAny(p.needs, wanted.needs) && hasAny(p.languages, wanted.languages)) : [];
      let also = [];
      if (known.length < limit) {
        const room = known.length ? Math.min(ALSO, limit - known.length) : Math.min(ALSO, limit);
        if (wanted.needs.length) {
          also = await nearest(index, tile, near, wanted, room, (p) => !overlap(p.needs, wanted.needs) && overlap(p.may, wanted.needs) && hasAny(p.languages, wanted.languages), 'may');
        } else if (wanted.languages.length) {
          also = await nearest(index, tile, near, wanted, room, (p) => !p.languages.length);
        }
      }
      const shown = (found) => found.map((one) => show(one, index, wanted));
      return Object.assign(shown(known), { near, also: shown(also) });
    },
  };
}

async function readUrl(url) {
  const answer = await fetch(url, { credentials: 'omit', referrerPolicy: 'no-referrer' });
  return answer.ok ? answer.json() : null;
}

function unpack(row) {
  const place = Object.fromEntries(FIELDS.map((name, n) => [name, row[n]]));
  place.lat /= 100000;
  place.lon /= 100000;
  return place;
}

async function locate(given, base, read) {
  const text = String(given ?? '').trim();
  const at = ([lat, lon], how) => ({ lat: lat / 100000, lon: lon / 100000, how });
  if (/^\d{5}(-?\d{4})?$/.test(text)) {
    const found = await read(new URL(`zip/${text.slice(0, 2)}.json`, base));
    if (found?.zips[text.slice(2, 5)]) return at(found.zips[text.slice(2, 5)], 'zip');
    if (found?.areas[text.slice(0, 3)]) return at(found.areas[text.slice(0, 3)], 'zip_area');
    return null;
  }
  const city = /^([^,]+),\s*([A-Za-z]{2})$/.exec(text);
  const found = city && await read(new URL(`city/${city[2].toUpperCase()}.json`, base));
  const name = city?.[1].toLowerCase().split(/\s+/).filter(Boolean).join(' ');
  return found && Object.hasOwn(found, name) ? at(found[name], 'city') : null;
}

function understood(query, bits) {
  const of = (group, ids) => (ids ?? []).map((id) => {
    if (!bits[group].has(id)) throw new Error(`'${id}' is not known.`);
    return bits[group].get(id);
  });
  const pay = of('pays', query.pay);
  return {
    needs: of('needs', query.needs),
    pay: pay.length ? [...new Set([...pay, bits.pays.get('free')])] : [],
    serves: of('serves', query.serves),
    languages: of('languages', (query.languages ?? []).filter((code) => code !== 'en')),
    within_m: query.within_km ? Math.floor(query.within_km * 1000 + 0.5) : Infinity,
    today: query.today ? Date.parse(`${query.today}T00:00:00Z`) / 86400000 + EPOCH_ORDINAL : Math.floor(Date.now() / 86400000) + EPOCH_ORDINAL,
    wrong: query.wrong ?? {},
  };
}

const overlap = (a, b) => a.some((one) => b.includes(one));
const hasAny = (has, wanted) => !wanted.length || overlap(has, wanted);

/** Great-circle distance in whole metres, by the same formula as in Python. */
export function distance(lat1, lon1, lat2, lon2) {
  const north = Math.sin(((lat2 - lat1) * TO_RADIANS) / 2);
  const east = Math.sin(((lon2 - lon1) * TO_RADIANS) / 2);
  const a = north * north + Math.cos(lat1 * TO_RADIANS) * Math.cos(lat2 * TO_RADIANS) * east * east;
  return Math.floor(AROUND * Math.asin(Math.min(1, Math.sqrt(a))) + 0.5);
}

function freshness(day, index, today) {
  const age = today - day;
  if (day && age <= index.ranking.fresh) return 0;
  return day && age <= index.ranking.stale ? 1 : 2;
}

function levelOf(doubts) {
  return doubts <= 0 ? 0 : doubts <= 2 ? 1 : 2;
}

function judged(place, metres, index, wanted) {
  const reported = wanted.wrong[place.id];
  let doubts = place.doubts + freshness(place.day, index, wanted.today) + (reported ? 2 : 0);
  if (wanted.pay.length && !place.pay.length) doubts += 1;
  if (wanted.serves.length && !place.serves.length) doubts += 1;
  if (wanted.needs.some((n) => !place.needs.includes(n) && !place.may.includes(n))) doubts += 1;
  const sure = levelOf(doubts);
  const matched = wanted.needs.filter((n) => place.needs.includes(n)).length;
  return { place, metres, sure, order: [(metres + index.ranking.ahead) * index.ranking.factors[sure], -matched, -place.day, metres, place.row] };
}

function compare(a, b) {
  for (let n = 0; n < a.order.length; n += 1) {
    if (a.order[n] !== b.order[n]) return a.order[n] - b.order[n];
  }
  return 0;
}

/** Tiles are loaded from near to far until nothing in those left could come before what is found. */
async function nearest(index, tile, near, wanted, limit, fits, field = 'needs') {
  const { factors, ahead } = index.ranking;
  const left = [];
  index.boxes.forEach(([south, north, west, east, needs, may, doubts, day], n) => {
    if (wanted.needs.length && !overlap(index.sets[field === 'may' ? may : needs], wanted.needs)) return;
    const metres = toBox(near.lat, near.lon, south / BOX, north / BOX, west / BOX, east / BOX);
    if (metres > wanted.within_m) return;
    left.push([(metres + ahead) * factors[levelOf(doubts + freshness(day, index, wanted.today))], n]);
  });
  left.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  let found = [];
  for (const [bound, n] of left) {
    if (found.length === limit && found.at(-1).order[0] < bound) break;
    for (const place of await tile(n)) {
      if (!fits(place) || wanted.wrong[place.id] === 'closed') continue;
      if (wanted.pay.length && place.pay.length && !overlap(place.pay, wanted.pay)) continue;
      if (wanted.serves.length && place.serves.length && !overlap(place.serves, wanted.serves)) continue;
      const metres = distance(near.lat, near.lon, place.lat, place.lon);
      if (metres <= wanted.within_m) found.push(judged(place, metres, index, wanted));
    }
    found = found.sort(compare).slice(0, limit);
  }
  return found;
}

/** No point of the box is nearer than this, in metres. A box never crosses the date line; the point may lie beyond it. */
function toBox(lat, lon, south, north, west, east) {
  const inside = lon >= west && lon <= east;
  if (inside) return lat < south ? safe(distance(lat, lon, south, lon)) : lat > north ? safe(distance(lat, lon, north, lon)) : 0;
  return Math.min(safe(toMeridian(lat, lon, south, north, west)), safe(toMeridian(lat, lon, south, north, east)));
}

/** To the nearest point of a piece of a meridian: on the great circle through the pole of the meridian's plane, or at an end of the piece. */
function toMeridian(lat, lon, south, north, meridian) {
  const ends = Math.min(distance(lat, lon, south, meridian), distance(lat, lon, north, meridian));
  const turn = Math.cos((lon - meridian) * TO_RADIANS);
  const foot = Math.atan2(Math.sin(lat * TO_RADIANS), Math.cos(lat * TO_RADIANS) * turn) / TO_RADIANS;
  return foot > south && foot < north ? distance(lat, lon, foot, meridian) : ends;
}

const safe = (metres) => Math.max(0, metres * 0.999999 - 2);

function show({ place, metres, sure }, index, wanted) {
  const named = (group, list) => list.map((n) => index[group][n].id);
  const number = place.phone.split(' ext. ');
  const digits = number[0].replace(/[^\d+]/g, '');
  const kind = index.kinds[place.kind].id;
  const means = place.pay.map((n) => `${index.pays[n].name}: ${index.pays[n].means}`);
  return {
    id: place.id, name: place.name, program: place.program, kind, address: place.address, city: place.city, state: place.state, zip: place.zip,
    phone: place.phone, intake: place.intake, text: place.text, website: place.website, lat: place.lat, lon: place.lon,
    located: place.rough ? 'zip' : 'exact', distance_km: metres / 1000, needs: named('needs', place.needs), may: named('needs', place.may),
    pay: named('pays', place.pay), pay_text: place.pay.map((n) => index.pays[n].name).join(', ') || null, serves: named('serves', place.serves),
    languages: named('languages', place.languages), hours: place.hours, note: place.note, source: place.sources[0], sources: place.sources,
    checked_on: place.day ? new Date((place.day - EPOCH_ORDINAL) * 86400000).toISOString().slice(0, 10) : null,
    freshness: FRESHNESS[freshness(place.day, index, wanted.today)], confidence: index.ranking.levels[sure],
    call: digits ? `tel:${digits.startsWith('+') ? '' : '+1'}${digits}${number[1] ? `;ext=${number[1]}` : ''}` : null,
    directions: `geo:${place.lat},${place.lon}`,
    guidance: { ...index.guidance[kind], insurance: means.length ? means : [index.insurance.unknown], check: index.insurance.check, promise: index.insurance.promise },
  };
}
