//! One text being read: its sentences, what each says, and the mentions that come of it (text.py).
const std = @import("std");
const t = @import("types.zig");
const fold = @import("fold.zig");
const forms = @import("forms.zig");
const reader = @import("reader.zig");
const relations = @import("relations.zig");
const results = @import("results.zig");
const scopes = @import("scopes.zig");
const subjects = @import("subjects.zig");
const telling = @import("telling.zig");
const topics = @import("topics.zig");
const ways = @import("ways.zig");
const when = @import("when.zig");
const stems = @import("stems.zig");

const past_minus = ",;.)!/"; // after which a minus belongs to what stands before it
const near_by = 6; // tokens beside a medical injection in which injecting is that injection
const asked_in = 5; // tokens of a question that a form asks ("Fever? Yes")
const asked_alone = 14; // the same, where the answer stands alone ("Any fever in the last 48 hours? No.")
const Layers = std.EnumSet(t.Layer);
const names = Layers.initMany(&.{ .named, .concern, .apart });
const said_layers = names.unionWith(Layers.initMany(&.{ .finding, .option, .denied, .together, .hint, .deniable }));
const phrases = Layers.initMany(&.{ .finding, .inner }); // what they hold is told by them

fn List(T: type) type {
    return std.ArrayListUnmanaged(T);
}

/// Where a note says IM or ID: capitals beside words in small letters are not "I'm" and "I'd", and no words that say who tells.
fn dropAbbreviated(by: *const reader.Reader, found: t.Tokens) void {
    for (found.list, 0..) |*token, n| {
        if (!token.flags.writer or token.len < 2 or !isInCapitals(by, found, n)) continue;
        for ([_]usize{ n -% 2, n -% 1, n + 1, n + 2 }) |m| {
            if (m < found.list.len and found.list[m].isWord() and !isInCapitals(by, found, m)) break;
        } else continue;
        token.id = .none;
        token.flags = .{};
        token.plain = .{};
        token.timed = .{};
    }
}

fn isInCapitals(by: *const reader.Reader, found: t.Tokens, n: usize) bool {
    return by.lexicon.inCapitals(found.slice(n, n + 1));
}

/// The mentions of a text in order. section: the one it begins in; set to the one it ends in.
pub fn mentions(a: t.Allocator, by: *const reader.Reader, found: t.Tokens, now: ?t.Now, section: *t.Section) t.Failed![]t.Mention {
    dropAbbreviated(by, found);
    var text = Text{ .a = a, .by = by, .found = found, .list = found.list, .now = now, .section = section.*, .who = try subjects.Who.init(a, by, found) };
    try text.makeRoom();
    for (found.list) |token| text.stays = text.stays or token.timed.stay;
    var in_line = false; // the heading has its text on its own line
    for (try fold.sentences(a, found)) |span| {
        const hits = try by.lexicon.hits(a, found, span.start, span.end, false);
        if (hits.len == 0 and !found.list[span.start].isNumber()) continue;
        if (in_line and text.leaves(span.start)) text.section = .now;
        const told = reader.heading(found, hits, span.start, span.end, text.section);
        if (told.body > span.start) in_line = told.body < span.end;
        text.clinical = text.clinical or told.body > span.start;
        text.who.clinical = text.who.clinical or text.clinical;
        text.section = told.section;
        text.hinted = text.who.clinical or !text.who.told;
        if (told.section == .ignored or told.section == .untold or told.body >= span.end) continue;
        var headed: usize = 0;
        while (headed < hits.len and hits[headed].first < told.body) headed += 1;
        try text.sentence(hits[headed..], told.body, span.end);
        if (text.section == .family and text.who.owned) text.section = .now;
    }
    section.* = text.section;
    try results.settle(a, by, &text.drafts);
    const of_another = try text.who.ofAnother(&text.drafts, text.clinical);
    return telling.mentions(a, by, found, text.drafts.items, .{ .of_another = of_another, .clinical = text.clinical or text.who.clinical, .named = text.who.kin });
}

/// What follows a question.
const Asked = enum { none, yes, no, empty };

const Text = struct {
    a: t.Allocator,
    by: *const reader.Reader,
    found: t.Tokens,
    list: []const t.Token,
    now: ?t.Now,
    section: t.Section,
    who: subjects.Who,
    clinical: bool = false, // it has headings
    drafts: List(t.Draft) = .empty,
    last: t.Span = .{ .start = 0, .end = 0 }, // of the drafts: those of the last sentence that has any
    hinted: bool = false, // hints count
    stays: bool = false, // it tells of a stay in hospital
    topic: topics.Topic = .{},
    carried: List(t.Near) = .empty, // what the last sentence told of that told anything
    // of the sentence being read, kept here so that their room is used again
    cues: List(t.Cue) = .empty,
    kept: List(t.Cue) = .empty,
    said: List(t.Hit) = .empty,
    referred: List(t.Hit) = .empty,
    answers: List(forms.Answer) = .empty,
    near: List(t.Near) = .empty,

    /// Room for what most texts tell, so that the lists need not grow step by step.
    fn makeRoom(x: *Text) t.Failed!void {
        const room = @min(16, x.list.len);
        try x.drafts.ensureTotalCapacity(x.a, room);
        try x.near.ensureTotalCapacity(x.a, room);
        try x.carried.ensureTotalCapacity(x.a, room);
        try x.said.ensureTotalCapacity(x.a, room);
        try x.cues.ensureTotalCapacity(x.a, room);
        try x.kept.ensureTotalCapacity(x.a, room);
    }

    /// Whether a sentence is under its heading no more: "FH: dad - sepsis" and a new line, "Leaflet: … She is well".
    fn leaves(x: *const Text, start: u32) bool {
        if (x.section == .family and start > 0 and x.list[start - 1].isGap() and std.mem.indexOfScalar(u8, x.found.word(start - 1), '\n') != null) return true;
        const first = start + @intFromBool(x.list[start].isGap());
        const begins: t.Flags = if (first < x.list.len) x.list[first].plain else .{};
        if (x.section == .family) return begins.patient or begins.anew;
        if (x.section == .past) { // "PMH: IE 2019. Presents with fever", "PSH: … Here today for …"
            if (first + 1 < x.list.len and x.list[first + 1].sign == '-' and std.mem.eql(u8, x.found.word(first), "re")) return first + 2 < x.list.len and x.list[first + 2].flags.arrives;
            const after: t.Flags = if (first + 1 < x.list.len) x.list[first + 1].flags else .{};
            if (first < x.list.len and x.list[first].plain.arrives) return true;
            return after.arrives and (begins.patient or begins.third);
        }
        return x.section == .taught and (begins.patient or begins.third);
    }

    fn sentence(x: *Text, hits: []const t.Hit, start: u32, end: u32) t.Failed!void {
        const a = x.a;
        const section = x.section;
        const begun = x.drafts.items.len;
        try x.gatherSaid(hits);
        x.referred.clearRetainingCapacity();
        try x.topic.add(a, x.by, x.found, start, end, x.said.items, &x.referred);
        if (x.referred.items.len > 0) {
            try x.said.appendSlice(a, x.referred.items);
            std.sort.insertion(t.Hit, x.said.items, {}, longerFirst);
        }
        x.cues.clearRetainingCapacity();
        try scopes.addCues(a, &x.cues, hits, x.list, end);
        try x.addSigns(start, end);
        const asked = x.answered(start, end);
        try x.keepCues(asked != .none);
        const scope = try scopes.Scopes.init(a, x.found, start, end, x.kept.items);
        x.answers.clearRetainingCapacity();
        try forms.add(a, &x.answers, x.list, start, end);
        x.near.clearRetainingCapacity();
        var medical = false;
        for (hits) |h| {
            medical = medical or h.layer == .medical;
            if (h.layer == .timed) for (h.meanings) |m| try x.near.append(a, .{ .about = m.about, .first = h.first, .last = h.last });
        }
        const treated = x.isOfTreatment(hits, start, end);
        for (x.said.items) |hit| {
            if ((hit.meanings.len == 1 and hit.meanings[0].nothing) or x.meansOther(hit)) continue;
            if (hit.layer == .denied and x.isMeant(hit) and !scopes.closes(x.list, hit.last) and !x.goesOn(hit.last)) continue; // "no use of accessory muscles"
            var way = x.wayOf(scope, hit, asked, end) orelse continue;
            const given = medical and isGiven(hits, hit);
            const shot = (given or treated) and !x.isNeverMedical(hit);
            const dosed = x.isDosed(hit.last, end);
            for (hit.meanings) |m| {
                if (m.nothing) continue;
                const about = x.by.about(m.about);
                if (about.body and x.isWanted(hit)) continue; // the scars of "how do i hide scars"
                if ((shot and about.injecting) or (given and about.places)) continue;
                if (dosed and about.apart) continue;
                if (way.negated) |cue| if ((cue.kind == .refused or cue.kind == .refused_after) and !about.treatments) {
                    way.negated = null; // "refuses admission for endocarditis"
                };
                if (about.places and x.isPlaced(hit)) continue; // the calf of "calf pain" is told with it
                if (about.ordered and way.tests != null) ways.ordered(&way);
                if (about.treatments) ways.ofTreatment(&way) else if (names.contains(hit.layer)) {
                    x.doubted(&way, hit, about);
                    if (way.treats != null and !about.events and !about.routed) ways.ofTreated(&way);
                }
                if (about.injecting or about.routed) {
                    ways.ofDoing(&way, x.found, @max(hit.first -| 1, start), hit.last);
                    ways.ofUse(&way, x.found, about.injecting);
                }
                if (way.ago) |cue| if (about.events) {
                    way.historical = cue;
                    way.current = null;
                };
                if (section == .planned or section == .taught) if (way.negated) |cue| if (x.isTold(cue)) {
                    way.negated = null;
                    way.planned = cue;
                };
                if (about.injecting) way = relations.ofItsDrug(x.by, x.list, way, hit, x.drafts.items[begun..]);
                if (hit.layer == .denied and about.meant != null and ways.statusOf(way, section).status == .historical) continue; // "no use since": of what, is told elsewhere
                if (hit.layer == .inner and ways.statusOf(way, section).status != .present) continue;
                if (hit.layer == .deniable and ways.statusOf(way, section).status != .absent) continue;
                if (way.negated != null and m.about == x.by.injecting_drugs and way.elsewhere != null) continue; // "never injected in the legs"
                if (hit.layer == .hint and (!x.hinted or ways.isUnsure(ways.statusOf(way, section).status))) continue;
                try x.drafts.append(a, .{ .about = m.about, .option = m.option, .first = hit.first, .last = hit.last, .way = way, .section = section, .wide = hit.layer == .deniable or (hit.layer == .denied and (about.ordered or (m.about == x.by.injecting_drugs and !x.list[hit.first].flags.nots))) });
                var of_anybody = way;
                of_anybody.family = null;
                try x.near.append(a, .{ .about = m.about, .first = hit.first, .last = hit.last, .present = ways.statusOf(of_anybody, section).status == .present });
            }
        }
        if (!medical) if (relations.byRoute(x.by, x.list, hits, x.drafts.items[begun..])) |draft| try x.drafts.append(a, draft);
        relations.share(x.by, x.list, x.drafts.items[begun..]);
        try when.settle(a, x.by, x.found, hits, &x.drafts, begun, x.last, x.kept.items, .{ .start = start, .end = end }, .{ .stays = x.stays, .year = if (x.now) |now| now.year else x.by.year });
        relations.follow(x.by, x.drafts.items[begun..]);
        try results.read(a, x.by, x.drafts.items[begun..], hits, x.kept.items, x.found, start, end);
        relations.choose(x.by, x.list, x.drafts.items[begun..], x.said.items);
        const named = x.drafts.items.len;
        for (hits) |hit| if (hit.layer == .date) for (hit.meanings) |m| if (m.mark == .others) {
            if (relations.oldOnes(x.by, x.drafts.items[x.last.start..x.last.end], hit, x.drafts.items[begun..named])) |draft| try x.drafts.append(a, draft);
        };
        const beside = if (x.near.items.len > 0) x.near.items else x.carried.items;
        for (try x.by.measures.of(a, x.by, x.found, start, end, hits, beside, x.now)) |measure| try x.addMeasure(scope, measure);
        if (x.near.items.len > 0) {
            x.carried.clearRetainingCapacity();
            for (x.near.items) |n| try x.carried.append(a, .{ .about = n.about, .first = n.first - (end - start), .last = n.last - (end - start), .present = n.present });
        }
        const before = x.drafts.items[x.last.start..x.last.end];
        const told = x.drafts.items[begun..];
        relations.takeBack(x.by, x.list, before, told, x.cues.items, start);
        try x.who.attribute(told, x.cues.items, start, end);
        relations.followAnother(x.by, x.list, before, told, start);
        if (x.drafts.items.len > begun) x.last = .{ .start = @intCast(begun), .end = @intCast(x.drafts.items.len) };
    }

    /// Whether one word means something else in such a text: OD beside OS and VA is the right eye.
    fn meansOther(x: *const Text, hit: t.Hit) bool {
        const first = hit.first + @intFromBool(x.list[hit.first].id == .on); // "on naltrexone"
        if (hit.last != first + 1) return false;
        const others = x.by.word(x.list[first].id).unless;
        if (others.len == 0) return false;
        for (x.list) |token| if (std.mem.indexOfScalar(t.Id, others, token.id) != null) return true;
        return false;
    }

    /// Whether a denial names nothing, and must be meant by what the text tells of.
    fn isMeant(x: *const Text, hit: t.Hit) bool {
        return hit.layer == .denied and x.by.about(hit.meanings[0].about).meant != null;
    }

    fn goesOn(x: *const Text, n: u32) bool {
        const token = x.list[n];
        return token.flags.going_on;
    }

    /// Whether a denial of the same thing lies over a finding: "no naloxone given".
    fn isDenied(x: *const Text, hits: []const t.Hit, hit: t.Hit) bool {
        if (hit.meanings[0].nothing) return false;
        for (hits) |d| {
            if (d.layer != .denied or d.meanings[0].about != hit.meanings[0].about) continue;
            if (d.first <= hit.first and hit.last <= d.last) return true;
            if (hit.first <= d.first and d.last <= hit.last + 1 and x.list[d.first].plain.nots) return true; // "[did not give] naloxone"
        }
        return false;
    }

    /// Mentions; of those inside a longer one only what it may hold: a lump inside a hard lump.
    fn gatherSaid(x: *Text, hits: []const t.Hit) t.Failed!void {
        x.said.clearRetainingCapacity();
        var outer: ?t.Hit = null;
        for (hits) |hit| {
            if ((hit.layer == .finding or hit.layer == .together) and x.isDenied(hits, hit)) continue;
            if (hit.layer == .finding) outer = hit;
            if (hit.layer == .denied and outer != null and hit.last <= outer.?.last) continue; // "does not feel safe at home"
            if (hit.layer == .deniable and isNamed(hits, hit)) continue; // the drug use of "injection drug use"
            if (said_layers.contains(hit.layer)) {
                try x.said.append(x.a, hit);
            } else if (hit.layer == .inner) {
                var kept: List(t.Meaning) = .empty;
                for (hit.meanings) |m| {
                    if (!m.nothing and x.isHeldBy(outer orelse break, m.about)) try kept.append(x.a, m);
                }
                if (kept.items.len > 0) try x.said.append(x.a, .{ .layer = .inner, .first = hit.first, .last = hit.last, .meanings = kept.items });
            }
        }
    }

    /// A denial of the same thing that begins before a name and lies over it: the "IV drug user" of "non-IV drug user".
    fn denialOver(x: *const Text, hit: t.Hit) ?t.Cue {
        for (x.said.items) |d| {
            if (d.layer == .denied and d.first < hit.first and hit.last <= d.last and d.meanings[0].about == hit.meanings[0].about) return .{ .kind = .deny, .first = d.first, .last = d.last };
        }
        return null;
    }

    /// Whether a name, or a denial, lies over a hit.
    fn isNamed(hits: []const t.Hit, hit: t.Hit) bool {
        for (hits) |h| if ((names.contains(h.layer) or h.layer == .denied) and h.first < hit.last and hit.first < h.last) return true;
        return false;
    }

    fn isHeldBy(x: *const Text, outer: t.Hit, about: t.Name) bool {
        for (outer.meanings) |m| {
            if (!m.nothing and std.mem.indexOfScalar(t.Name, x.by.about(m.about).inside, about) != null) return true;
        }
        return false;
    }

    /// The cues that turn something. A word of a phrase says what the phrase says: the "not" of "not breathing" denies nothing else.
    fn keepCues(x: *Text, asked: bool) t.Failed!void {
        x.kept.clearRetainingCapacity();
        for (x.cues.items) |c| {
            if (x.list[c.first].sign == '?' and (asked or (c.kind == .doubt_after and x.asksNext(c.first)))) continue;
            const inside = c.kind != .other and c.kind != .quit_after and !x.endsTreatment(c) and for (x.said.items) |h| {
                if (x.isHeld(h, c) and !opens(c, h) and !x.goesOnAfter(c, h) and h.last - h.first > 1 and phrases.contains(h.layer) and !x.isMeant(h)) break true;
            } else false;
            if (!inside) try x.kept.append(x.a, c);
        }
    }

    /// Whether a question mark belongs to the word after it: "fever ?cellulitis".
    fn asksNext(x: *const Text, n: u32) bool {
        const list = x.list;
        if (n + 1 >= list.len or !list[n + 1].isWord() or list[n + 1].start != list[n].end()) return false;
        return !(n > 0 and list[n - 1].isWord() and list[n].start == list[n - 1].end());
    }

    /// Whether a treatment follows the word that ends it: "off methadone" tells of a treatment stopped, and of the methadone.
    fn endsTreatment(x: *const Text, c: t.Cue) bool {
        if (c.kind != .over) return false;
        for (x.said.items) |h| if (h.layer == .apart and h.first == c.last and !h.meanings[0].nothing and x.by.about(h.meanings[0].about).treatments) return true;
        return false;
    }

    /// Whether what a phrase denies goes on after it: "no EtOH or IVDU".
    fn goesOnAfter(x: *const Text, c: t.Cue, h: t.Hit) bool {
        if (c.kind != .deny or c.first != h.first or h.last >= x.list.len) return false;
        return x.list[h.last].sign == '/' or x.list[h.last].flags.either;
    }

    /// Whether a phrase holds a cue, or begins with the "not" of one: "[does] not feel safe".
    fn isHeld(x: *const Text, h: t.Hit, c: t.Cue) bool {
        if (c.first < h.first) return h.first < c.last and c.last <= h.last and x.list[h.first].plain.nots;
        return c.last <= h.last;
    }

    /// Whether a phrase begins with what ends a denial before it: "declined obs [after naloxone]".
    fn opens(c: t.Cue, h: t.Hit) bool {
        return c.first == h.first and (c.kind == .ends or c.kind == .turns or c.kind == .causes);
    }

    /// "Do not inject": what somebody is told, and no denial.
    fn isTold(x: *const Text, cue: t.Cue) bool {
        if (cue.kind != .not and cue.kind != .deny) return false;
        var buffer: stems.Buffer = undefined;
        const word = stems.without(x.found.word(cue.first), &buffer) orelse return false;
        return std.mem.eql(u8, word, "do") or std.mem.eql(u8, word, "dont");
    }

    /// How a mention is turned; null for what stands by a box that nobody ticked.
    fn wayOf(x: *const Text, scope: scopes.Scopes, hit: t.Hit, asked: Asked, end: u32) ?t.Turned {
        var way = scope.turned(hit.first, hit.last, false);
        const is_name = names.contains(hit.layer);
        if (hit.layer == .denied) {
            way.negated = .{ .kind = .deny, .first = hit.first, .last = hit.last };
            way.possible = null;
        } else if ((hit.layer == .named or hit.layer == .apart or hit.layer == .hint) and way.negated == null) {
            way.negated = x.denialOver(hit);
        }
        if (x.list[hit.first].id == .on) { // what one is on goes on, though a "no" or "hx of" stands farther before it
            const being = hit.first > 0 and x.list[hit.first - 1].flags.being;
            if (way.historical) |cue| if (cue.last + @intFromBool(being) < hit.first or cue.kind == .old) {
                way.historical = null;
            };
            if (way.negated) |cue| if (cue.last + 1 < hit.first) {
                way.negated = null;
            };
        }
        if (!is_name) if (way.possible) |cue| if (x.isSure(cue, hit)) {
            way.possible = null;
        };
        if (is_name) {
            if (way.had != null and way.historical == null) way.historical = way.had;
            if (hit.last - hit.first > 1) ways.withOwn(&way, x.cues.items, hit);
        }
        for (x.answers.items) |answer| {
            if (!(answer.first <= hit.first and hit.last <= answer.last)) continue;
            if (answer.said == .empty) return null;
            way = .{ .negated = if (answer.said == .no) .{ .kind = .deny_after, .first = answer.at, .last = answer.at + 1 } else null };
            break;
        }
        if (asked == .empty) return null;
        if (asked == .no) way.negated = .{ .kind = .deny_after, .first = end - 1, .last = end };
        return way;
    }

    /// A disease that a test looks for is doubted; what somebody does only by what stands close: "?abscess, IVDU".
    fn doubted(x: *const Text, way: *t.Turned, hit: t.Hit, about: *const t.About) void {
        if (about.injecting) {
            if (way.possible) |doubt| if (doubt.kind == .doubt and t.holds(x.list, ",-", doubt.last, hit.first)) {
                way.possible = null; // "?DVT - groin injector"
            };
        } else if (way.possible == null and !about.routed and !about.chronic and !about.stays) way.possible = way.seeks;
    }

    /// Whether what is felt or seen is there although a name is doubted: "feels like a rope", "maybe cellulitis, red and hot".
    fn isSure(x: *const Text, doubt: t.Cue, hit: t.Hit) bool {
        return doubt.kind == .like or (doubt.kind == .doubt and t.holds(x.list, ",", doubt.last, hit.first));
    }

    fn isNeverMedical(x: *const Text, hit: t.Hit) bool {
        for (x.list[hit.first..hit.last]) |token| if (token.flags.never_medical) return true;
        return false;
    }

    /// Whether a hit lies inside what is wanted.
    fn isWanted(x: *const Text, hit: t.Hit) bool {
        for (x.said.items) |h| {
            if (h.layer != .option or h.first > hit.first or hit.last > h.last) continue;
            for (h.meanings) |m| if (!m.nothing and x.by.about(m.about).wanted) return true;
        }
        return false;
    }

    /// Whether a finding of a place lies over a hit.
    fn isPlaced(x: *const Text, hit: t.Hit) bool {
        for (x.said.items) |h| {
            if (h.layer != .finding or h.first >= hit.last or hit.first >= h.last) continue;
            for (h.meanings) |m| if (!m.nothing and x.by.about(m.about).of_a_place) return true;
        }
        return false;
    }

    /// Whether a sentence tells of a medicine that is injected, and of no drug: "estradiol 5 mg IM q7d, self-injects the thigh".
    fn isOfTreatment(x: *const Text, hits: []const t.Hit, start: u32, end: u32) bool {
        var medicine = false;
        var routes = false;
        for (hits) |h| {
            routes = routes or h.layer == .route;
            for (h.meanings) |m| {
                if (h.layer == .apart and !m.nothing and x.by.about(m.about).routed) return false;
                medicine = medicine or (h.layer == .medical and m.medicine);
            }
        }
        if (medicine) return true;
        if (routes) for (start..end) |n| {
            if (!x.isDosed(@intCast(n), end)) continue;
            for (hits) |h| if (h.layer == .route and n <= h.first and h.first <= n + near_by) return true;
        };
        return false;
    }

    /// Whether a number of milligrams follows: a clinic gave it.
    fn isDosed(x: *const Text, n: u32, end: u32) bool {
        return n + 1 < end and x.list[n].isNumber() and x.list[n + 1].flags.doses;
    }

    /// What a form answers to its own short question: "Fever? Yes.".
    fn answered(x: *const Text, start: u32, end: u32) Asked {
        const list = x.list;
        if (list[end - 1].sign != '?' or end >= list.len) return .none;
        const after = if (list[end].isGap() and end + 1 < list.len) end + 1 else end;
        if (forms.ticked(list, after)) |ticked| return switch (ticked) {
            .yes => .yes,
            .no => .no,
            .empty => .empty,
        };
        const alone = after + 1 >= list.len or list[after + 1].in(",;.)!/") or list[after + 1].isGap();
        if (end - start > @as(u32, if (alone) asked_alone else asked_in)) return .none;
        if (list[after].isAnswer() and !alone and list[after + 1].sign != '-') return .none; // "Prior IE? No records"
        return if (list[after].flags.yes) .yes else if (list[after].flags.no) .no else .none;
    }

    /// A number is as it is said: it cannot be denied or doubted, but it can be somebody else's, planned, or of the past.
    fn addMeasure(x: *Text, scope: scopes.Scopes, measure: t.Measure) t.Failed!void {
        var way = scope.turned(measure.first, measure.last, false);
        way.negated = null;
        way.possible = null;
        way.unlikely = null;
        if (measure.is_time) way.historical = null;
        var draft = t.Draft{ .about = measure.finding, .first = measure.first, .last = measure.last, .way = way, .section = x.section, .measure = measure };
        try x.drafts.append(x.a, draft);
        draft.measure = null;
        for (x.by.about(measure.finding).tells) |told| {
            if (measure.value < told.at_least or measure.value >= told.below) continue;
            draft.about = told.about;
            try x.drafts.append(x.a, draft);
        }
    }

    /// "+warmth -crepitus": where some findings are marked with a plus, a minus before a word denies it. "HIV-, HCV+".
    fn addSigns(x: *Text, start: u32, end: u32) t.Failed!void {
        const list = x.list;
        var plus = false;
        var minus = false;
        for (list[start..end]) |token| {
            plus = plus or token.sign == '+';
            minus = minus or token.sign == '-';
        }
        if (!minus) return;
        if (plus) {
            plus = for (start..end - 1) |n| {
                if (list[n].sign == '+' and x.marks(n, start)) break true;
            } else false;
        }
        if (plus) for (start..end - 1) |n| {
            if (list[n].sign == '-' and x.marks(n, start)) try x.cues.append(x.a, .{ .kind = .sign, .first = @intCast(n), .last = @intCast(n + 1) });
        };
        if (end > start + 1) for (start + 1..end - 1) |n| { // "not an overdose - naloxone given"
            if (list[n].sign == '-' and list[n - 1].end() < list[n].start and list[n].end() < list[n + 1].start)
                try x.cues.append(x.a, .{ .kind = .dash, .first = @intCast(n), .last = @intCast(n + 1) });
        };
        for (start + 1..end) |n| {
            if (list[n].sign != '-') continue;
            if (list[n - 1].end() != list[n].start and !(n + 1 < end and list[n + 1].in(past_minus))) continue;
            if (n + 1 == end or list[n + 1].start > list[n].start + 1 or list[n + 1].in(past_minus))
                try x.cues.append(x.a, .{ .kind = .minus_after, .first = @intCast(n), .last = @intCast(n + 1) });
        }
    }

    /// Whether a sign stands right before a word, or begins its part of a list, with a space before itself.
    fn marks(x: *const Text, n: usize, start: u32) bool {
        const list = x.list;
        const begins = list[n + 1].start == list[n].start + 1 or (n > start and list[n - 1].in(",:"));
        return list[n + 1].isWord() and begins and (n == 0 or list[n - 1].end() < list[n].start);
    }
};

fn longerFirst(_: void, one: t.Hit, other: t.Hit) bool {
    return one.first < other.first or (one.first == other.first and one.last > other.last);
}

/// Whether a clinic's injection stands near.
fn isGiven(hits: []const t.Hit, hit: t.Hit) bool {
    for (hits) |m| if (m.layer == .medical and hit.first <= m.last + near_by and m.first <= hit.last + near_by) return true;
    return false;
}
