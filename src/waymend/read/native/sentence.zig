//! One sentence being read: what its phrases tell, each turned by what stands around it, what the mentions say of each other, and its numbers (sentence.py).
const std = @import("std");
const t = @import("types.zig");
const cues = @import("cues.zig");
const forms = @import("forms.zig");
const reader = @import("reader.zig");
const relations = @import("relations.zig");
const belonging = @import("belonging.zig");
const results = @import("results.zig");
const scopes = @import("scopes.zig");
const signed = @import("signed.zig");
const stems = @import("stems.zig");
const ways = @import("ways.zig");
const when = @import("when.zig");
const Text = @import("text.zig").Text;
const List = std.ArrayListUnmanaged;

const of_head = 3; // words beside an illness with which a plan begins to tell of it
const risked = 4; // tokens after the colon of a heading in which a risk may be named, and the heading with it
const origin = 3; // tokens from "source" to the doubt about it: "source most likely"
/// Tokens before injecting in which "still" or "no longer" says that it is no clinic's.
const own_before = 2;
const near_by = 6; // tokens beside a medical injection in which injecting is that injection
const Layers = std.EnumSet(t.Layer);
const names = Layers.initMany(&.{ .named, .concern, .apart });
const threshold = 4; // tokens from a denial to the number that was not reached
const measured = Layers.initMany(&.{ .size, .unit, .vital, .when });
const said_layers = names.unionWith(Layers.initMany(&.{ .finding, .option, .denied, .together, .hint, .deniable }));

/// One sentence of a text after another: tokens start…end under one heading. Kept so that the room of its lists is used again.
pub const Sentence = struct {
    of: *Text,
    by: *const reader.Reader,
    list: []const t.Token,
    hits: []const t.Hit = &.{},
    layers: Layers = .initEmpty(), // of its hits
    seen: t.Seen = .{}, // what its tokens are together
    start: u32 = 0,
    end: u32 = 0,
    begun: usize = 0, // where in the drafts of the text its own begin
    asked: ?forms.Said = null, // what is answered to it
    medical: bool = false, // it tells of a clinic's injection
    treated: bool = false, // it tells of a medicine that is injected
    scope: scopes.Scopes = undefined,
    said: List(t.Hit) = .empty,
    referred: List(t.Hit) = .empty,
    cues: List(t.Cue) = .empty,
    kept: List(t.Cue) = .empty, // the cues that no phrase holds
    answers: List(forms.Answer) = .empty,
    near: List(t.Near) = .empty,

    /// With room for what most sentences tell, so that the lists need not grow step by step.
    pub fn init(of: *Text) t.Failed!Sentence {
        var x = Sentence{ .of = of, .by = of.by, .list = of.list };
        const room = @min(16, x.list.len);
        try x.near.ensureTotalCapacity(of.a, room);
        try x.said.ensureTotalCapacity(of.a, room);
        try x.cues.ensureTotalCapacity(of.a, room);
        try x.kept.ensureTotalCapacity(of.a, room);
        return x;
    }

    fn begin(x: *Sentence, hits: []const t.Hit, start: u32, end: u32) t.Failed!void {
        const a = x.of.a;
        x.hits = hits;
        x.layers = .initEmpty();
        for (hits) |hit| x.layers.insert(hit.layer);
        x.seen = .of(x.list[start..end]);
        x.start = start;
        x.end = end;
        x.begun = x.of.drafts.items.len;
        try x.gatherSaid();
        x.cues.clearRetainingCapacity();
        try cues.add(a, &x.cues, hits, x.list, end);
        if (x.seen.has('-')) try cues.addSigns(a, &x.cues, x.list, start, end);
        x.asked = forms.asked(x.of.found, start, end);
        x.answers.clearRetainingCapacity();
        if (x.of.section == .planned or !try signed.add(a, &x.answers, x.of.found, start, end)) try forms.add(a, &x.answers, x.list, start, end);
        x.kept.clearRetainingCapacity();
        try cues.addFree(a, &x.kept, x.by, x.list, x.cues.items, x.said.items, start, x.asked != null);
        try forms.addBounds(a, &x.kept, x.answers.items);
        try cues.addJoints(a, &x.kept, x.of.found, start, end);
        x.scope = try scopes.Scopes.init(a, x.of.found, start, end, x.kept.items, x.said.items);
        x.near.clearRetainingCapacity();
        if (x.layers.contains(.timed)) for (hits) |h| {
            if (h.layer == .timed) for (h.meanings) |m| try x.near.append(a, .{ .about = m.about, .first = h.first, .last = h.last });
        };
        x.medical = x.layers.contains(.medical);
        x.treated = (x.medical or x.layers.contains(.route)) and x.isOfTreatment();
    }

    /// Adds what a sentence tells to the drafts of the text.
    pub fn read(x: *Sentence, hits: []const t.Hit, start: u32, end: u32) t.Failed!void {
        const of = x.of;
        const a = of.a;
        try x.begin(hits, start, end);
        for (x.said.items) |hit| {
            if (!(hit.meanings.len == 1 and hit.meanings[0].nothing) and !x.meansOther(hit)) try x.tell(hit);
        }
        if (!x.medical and x.layers.contains(.route)) {
            if (relations.byRoute(x.by, x.list, hits, x.drafts(), x.start, x.end)) |draft| try of.drafts.append(a, draft);
            const told = for (x.drafts()) |d| {
                if (x.by.about(d.about).routed or x.by.about(d.about).injecting) break true;
            } else false;
            if (!told) if (relations.byForm(x.by, x.list, hits, of.lastDrafts(), of.section, start)) |draft| try of.drafts.append(a, draft);
        }
        relations.share(x.by, x.list, x.drafts());
        relations.ofOneScreen(x.by, x.list, x.drafts(), x.start);
        relations.doubtAgain(x.by, x.list, x.drafts());
        relations.denyOn(x.list, x.drafts());
        relations.ofUseAlone(x.by, x.list, x.drafts());
        const year = if (of.now) |now| now.year else x.by.year;
        try when.settle(a, x.by, of.found, hits, &of.drafts, x.begun, of.last, x.kept.items, .{ .start = start, .end = end }, .{ .stays = of.stays, .year = year });
        relations.follow(x.by, x.drafts());
        if (x.asked != .no) try results.read(a, x.by, x.drafts(), hits, x.kept.items, of.found, start, end); // "ever tested positive for HIV? No."
        relations.choose(x.by, x.list, x.drafts(), x.said.items);
        try relations.dropHeads(a, x.by, x.list, &of.drafts, x.begun);
        const told = of.drafts.items.len;
        if (x.layers.contains(.date)) for (hits) |hit| if (hit.layer == .date) for (hit.meanings) |m| if (m.mark == .others) {
            if (relations.oldOnes(x.by, of.lastDrafts(), hit, of.drafts.items[x.begun..told])) |draft| try of.drafts.append(a, draft);
        };
        const beside = if (x.near.items.len > 0) x.near.items else of.carried.items;
        if (x.seen.number or x.layers.intersectWith(measured).count() > 0) {
            for (try x.by.measures.of(a, x.by, of.found, start, end, hits, beside, of.now)) |measure| try x.addMeasure(measure);
        }
    }

    /// What the sentence told so far.
    pub fn drafts(x: *const Sentence) []t.Draft {
        return x.of.drafts.items[x.begun..];
    }

    /// What tells something; of what lies inside something longer only what that may hold: a lump inside a hard lump.
    fn gatherSaid(x: *Sentence) t.Failed!void {
        const a = x.of.a;
        x.said.clearRetainingCapacity();
        var outer: ?t.Hit = null;
        const denied = x.layers.contains(.denied);
        for (x.hits) |hit| {
            if (denied and (hit.layer == .finding or hit.layer == .together) and x.isDenied(hit)) continue;
            if (hit.layer == .finding) outer = hit;
            if (hit.layer == .denied and outer != null and hit.last <= outer.?.last) continue; // "does not feel safe at home"
            if (hit.layer == .deniable and x.isNamed(hit)) continue; // the drug use of "injection drug use"
            if (said_layers.contains(hit.layer)) {
                try x.said.append(a, hit);
            } else if (hit.layer == .inner) {
                var kept: List(t.Meaning) = .empty;
                for (hit.meanings) |m| {
                    if (!m.nothing and x.isHeldBy(outer orelse break, m.about)) try kept.append(a, m);
                }
                if (kept.items.len > 0) try x.said.append(a, .{ .layer = .inner, .first = hit.first, .last = hit.last, .meanings = kept.items });
            }
        }
        x.referred.clearRetainingCapacity();
        const topic = &x.of.topic;
        if (x.seen.plain.things or (topic.thing != 0 and x.seen.plain.pronouns)) try topic.add(a, x.by, x.of.found, x.start, x.end, x.said.items, &x.referred);
        if (x.referred.items.len > 0) {
            try x.said.appendSlice(a, x.referred.items);
            std.sort.insertion(t.Hit, x.said.items, {}, longerFirst);
        }
    }

    /// Whether a denial of the same thing lies over a finding ("no naloxone given"), or in it ("[did not give] naloxone").
    fn isDenied(x: *const Sentence, hit: t.Hit) bool {
        if (hit.meanings[0].nothing) return false;
        for (x.hits) |d| {
            if (d.layer != .denied or d.meanings[0].about != hit.meanings[0].about) continue;
            if (d.first <= hit.first and hit.last <= d.last) return true;
            if (hit.first <= d.first and d.last <= hit.last + 1 and x.list[d.first].plain.nots) return true;
        }
        return false;
    }

    /// Whether a name, or a denial, lies over a hit.
    fn isNamed(x: *const Sentence, hit: t.Hit) bool {
        for (x.hits) |h| if ((names.contains(h.layer) or h.layer == .denied) and h.first < hit.last and hit.first < h.last) return true;
        return false;
    }

    fn isHeldBy(x: *const Sentence, outer: t.Hit, about: t.Name) bool {
        for (outer.meanings) |m| {
            if (!m.nothing and std.mem.indexOfScalar(t.Name, x.by.about(m.about).inside, about) != null) return true;
        }
        return false;
    }

    /// Whether the words of a phrase mean something else here: OD beside OS and VA is the right eye, "no use of accessory muscles" denies no drug.
    fn meansOther(x: *const Sentence, hit: t.Hit) bool {
        if (hit.layer == .denied and x.by.about(hit.meanings[0].about).meant != null) return !cues.closes(x.list, hit.last) and !x.list[hit.last].flags.going_on;
        const first = hit.first + @intFromBool(x.list[hit.first].id == .on); // "on naltrexone"
        if (hit.last != first + 1) return false;
        const others = x.by.word(x.list[first].id).unless;
        for (others) |other| if (x.holds(other)) {
            for (x.by.word(other).despite) |word| {
                if (x.holds(word)) break; // "alcohol and OUD, on naltrexone"
            } else return true;
        };
        return false;
    }

    fn holds(x: *const Sentence, word: t.Id) bool {
        for (x.list) |token| if (token.id == word) return true;
        return false;
    }

    /// Whether a plan names by it what is to be treated: "Plan: 1. R arm cellulitis - cefazolin 2. DVT: apixaban".
    fn heads(x: *const Sentence, hit: t.Hit, about: *const t.About, given: t.Turned) bool {
        var way = given;
        way.keeps = null;
        way.current = null;
        way.treats = null;
        way.done = null;
        if (!way.isPlain() or !about.episodes or about.events or about.body) return false;
        var after = hit.last;
        var first = hit.first;
        while (after < @min(hit.last + of_head, x.end) and x.list[after].isWord()) after += 1;
        while (first > @max(hit.first -| of_head, x.start) and x.list[first - 1].isWord()) first -= 1;
        if (after + 1 >= x.end or !(x.list[after].sign == ':' or x.isDash(after))) return false;
        return first == x.start or x.list[first - 1].in(".)#,;-") or x.list[first - 1].isGap();
    }

    fn isDash(x: *const Sentence, n: u32) bool {
        for (x.kept.items) |c| if (c.kind == .dash and c.first == n) return true;
        return false;
    }

    /// Adds what a phrase tells: each of its meanings turned by itself.
    fn tell(x: *Sentence, hit: t.Hit) t.Failed!void {
        const section = x.of.section;
        var way_of_all = t.Turned{};
        if (!x.turned(&way_of_all, hit)) return;
        for (hit.meanings) |m| {
            if (m.nothing) continue;
            const about = x.by.about(m.about);
            if (x.isOfAnother(way_of_all, hit, m.about, about)) continue;
            var way = way_of_all;
            x.turnAs(&way, hit, about);
            if (!x.counts(&way, hit, m.about)) continue;
            const implied = about.ordered or // "BBVs negative except hep C"
                (m.about == x.by.injecting_drugs and !x.holdsNot(hit)) or // "only smokes"
                holdsNumber(x.list[hit.first..hit.last]); // a score: "CIWA 0", of who is in opioid withdrawal
            const wide = hit.layer == .deniable or (hit.layer == .denied and implied);
            // No use is planned, but "plan: ask about injecting".
            const used = section == .planned and way.offer == null and (about.routed or about.injecting or x.heads(hit, about, way));
            (try x.of.drafts.addOne(x.of.a)).* = .{ .about = m.about, .option = m.option, .first = hit.first, .last = hit.last, .way = way, .section = if (used) .now else section, .wide = wide, .weak = hit.layer == .hint };
            way.family = null; // whoever it is of
            try x.near.append(x.of.a, .{ .about = m.about, .first = hit.first, .last = hit.last, .present = ways.statusOf(way, section).status == .present });
        }
    }

    /// Turns a phrase, whatever it tells; false for what stands by a box that nobody ticked.
    fn turned(x: *const Sentence, way: *t.Turned, hit: t.Hit) bool {
        const told: ?forms.Answer = for (x.answers.items) |answer| {
            if (answer.first <= hit.first and hit.last <= answer.last) break answer;
        } else null;
        if (x.asked == .empty or (told != null and told.?.said == .empty)) return false;
        if (told != null and told.?.said != .plus) {
            const answer = told.?;
            switch (answer.said) {
                .no => way.negated = .{ .kind = .deny_after, .first = answer.at, .last = answer.at + 1 },
                .yes => if (answer.at < answer.first) {
                    way.negated = x.deniedIn(answer, hit);
                },
                else => {},
            }
        } else {
            way.* = x.scope.turned(hit.first, hit.last, false);
            if (way.unasked != null) return false;
            if (hit.layer == .denied) {
                way.negated = .{ .kind = .deny, .first = hit.first, .last = hit.last };
                way.possible = null;
            } else if ((hit.layer == .named or hit.layer == .apart or hit.layer == .hint) and way.negated == null) {
                way.negated = x.denialOver(hit);
            }
            if (told) |own| if (way.negated) |denied| if (denied.first < own.first or denied.first >= own.last) {
                way.negated = null; // "heroin(+) meth(-)"
            };
            if (x.list[hit.first].id == .on) ways.goingOn(way, x.of.found, hit.first, hit.first > 0 and x.list[hit.first - 1].flags.being);
            if (names.contains(hit.layer)) {
                way.historical = way.historical orelse way.had;
                if (hit.last - hit.first > 1) {
                    ways.withOwn(way, x.cues.items, hit);
                    if (x.stays(hit)) ways.doubtedWithin(way, x.cues.items, hit);
                }
            } else if (way.possible) |doubt| if (x.isSure(doubt, hit)) {
                way.possible = null;
            };
        }
        if (way.unlikely) |judged| if (judged.kind == .judged and x.of.hinted) { // "I do not believe that this is sepsis", of a clinician
            way.negated = judged;
            way.possible = null;
        };
        if (x.asked == .no) way.negated = .{ .kind = .deny_after, .first = x.end - 1, .last = x.end };
        return true;
    }

    /// Whether a phrase tells of what stays.
    fn stays(x: *const Sentence, hit: t.Hit) bool {
        for (hit.meanings) |m| if (!m.nothing and x.by.about(m.about).stays) return true;
        return false;
    }

    /// A denial of the same thing that begins before a name and lies over it: the "IV drug user" of "non-IV drug user".
    /// What denies a phrase inside an item that was ticked: "[x] afebrile", "[x] pump site L, no cellulitis".
    fn deniedIn(x: *const Sentence, answer: forms.Answer, hit: t.Hit) ?t.Cue {
        if (hit.layer == .denied) return .{ .kind = .deny, .first = hit.first, .last = hit.last };
        for (x.kept.items) |c| if (c.kind == .deny and answer.first <= c.first and (c.first == hit.first or c.last == hit.first)) return c; // "[x] denies fever [x] no rash"
        const denied = x.scope.turned(hit.first, hit.last, false).negated orelse return null;
        return if (denied.kind == .deny and answer.first < denied.first) denied else null;
    }

    fn denialOver(x: *const Sentence, hit: t.Hit) ?t.Cue {
        for (x.said.items) |d| {
            if (d.layer != .denied or d.meanings[0].about != hit.meanings[0].about) continue;
            const begun = hit.first < d.last and d.first + 1 < x.list.len and x.list[d.first + 1].sign == '-'; // "non-injecting crack user"
            if ((d.first < hit.first and (hit.last <= d.last or begun)) or (d.first == hit.first and hit.last < d.last and !t.holds(x.list, ",", d.first, d.last - 1))) return .{ .kind = .deny, .first = d.first, .last = d.last };
        }
        return null;
    }

    /// Whether what is felt or seen is there although a name is doubted: "feels like a rope", "maybe cellulitis, red and hot".
    fn isSure(x: *const Sentence, doubt: t.Cue, hit: t.Hit) bool {
        return doubt.kind == .like or (doubt.kind == .doubt and t.holds(x.list, ",", doubt.last, hit.first));
    }

    /// Whether what a phrase names belongs to something else: to what is wanted, to what a clinic gave, to a finding of a place.
    fn isOfAnother(x: *const Sentence, way: t.Turned, hit: t.Hit, name: t.Name, about: *const t.About) bool {
        const beside = about.injecting and (x.medical or x.treated) and x.isBesideTreatment(hit);
        const given = (about.injecting or about.places) and x.medical and x.isGiven(hit, beside);
        const shot = about.injecting and (given or (x.treated and !beside) or (x.of.treated and relations.isIt(x.by, x.list, x.hits, hit)));
        return (shot and !x.isNeverMedical(hit)) or
            (about.apart and x.isDosed(hit.last)) or
            (about.body and belonging.isWanted(x.by, x.said.items, hit)) or
            (about.places and (given or belonging.isPlaced(x.by, x.said.items, hit))) or
            (about.stays and about.described and way.possible == null and way.negated == null and belonging.isLeftByOther(x.by, x.list, x.said.items, hit, name, x.start));
    }

    /// Whether a clinic's injection stands near. beside: what is dosed in the sentence is none ("methadone 60 ml").
    fn isGiven(x: *const Sentence, hit: t.Hit, beside: bool) bool {
        for (x.hits) |m| {
            if (m.layer != .medical or hit.first > m.last + near_by or m.first > hit.last + near_by) continue;
            if (!(beside and m.first > x.start and x.list[m.first - 1].isNumber())) return true;
        }
        return false;
    }

    /// Whether the doses of a sentence are of a treatment that is drunk, beside which who injects injects drugs: "methadone 80 ml, injects daily".
    ///
    /// Beside one that a clinic injects only who stopped, or still does: "Buvidal 96 mg, stopped injecting".
    fn isBesideTreatment(x: *const Sentence, hit: t.Hit) bool {
        var course = false;
        for (x.hits) |h| for (h.meanings) |m| {
            if (h.layer == .medical and m.medicine) return false;
            course = course or (h.layer == .apart and !m.nothing and x.by.about(m.about).courses);
        };
        if (!course) return false;
        for (x.list[@max(hit.first -| own_before, x.start)..hit.last]) |token| if (token.flags.of_own_use) return true;
        for (x.list[x.start..x.end]) |token| if (token.flags.depots) return false;
        return true;
    }

    fn isNeverMedical(x: *const Sentence, hit: t.Hit) bool {
        for (x.list[hit.first..hit.last]) |token| if (token.flags.never_medical) return true;
        return false;
    }

    /// Whether a sentence tells of a medicine that is injected, and of no drug: "estradiol 5 mg IM q7d, self-injects the thigh".
    fn isOfTreatment(x: *const Sentence) bool {
        var medicine = false;
        var routes = false;
        for (x.hits) |h| {
            routes = routes or h.layer == .route;
            for (h.meanings) |m| {
                if (h.layer == .apart and !m.nothing and x.by.about(m.about).routed) return false;
                medicine = medicine or (h.layer == .medical and m.medicine);
            }
        }
        if (medicine) return true;
        if (routes) for (x.start..x.end) |n| {
            if (!x.isDosed(@intCast(n))) continue;
            for (x.hits) |h| if (h.layer == .route and n <= h.first and h.first <= n + near_by) return true;
        };
        return false;
    }

    /// Whether a number of milligrams follows: a clinic gave it.
    fn isDosed(x: *const Sentence, n: u32) bool {
        return n + 1 < x.end and x.list[n].isNumber() and x.list[n + 1].flags.doses;
    }

    /// Turns a phrase by what it tells of: a treatment is refused, a test ordered, a use given up.
    fn turnAs(x: *const Sentence, way: *t.Turned, hit: t.Hit, about: *const t.About) void {
        if (way.negated) |cue| if ((cue.kind == .refused or cue.kind == .refused_after) and !about.treatments) {
            way.negated = null; // "refuses admission for endocarditis"
        };
        if (about.ordered and way.tests != null) ways.ordered(way);
        if (about.treatments) {
            x.listApart(way, hit);
            ways.ofTreatment(way);
            if (about.events) ways.thoughtOf(way, x.kept.items, hit);
        } else if (names.contains(hit.layer)) {
            x.placedApart(way, hit, about);
            x.doubted(way, hit, about);
            if (way.treats != null and !about.events and !about.routed) ways.ofTreated(way);
        }
        if (about.injecting or about.routed) {
            ways.ofDoing(way, x.of.found, @max(hit.first -| 1, x.start), hit.last);
            if (about.injecting) ways.withOver(way, x.cues.items, hit);
            ways.ofUse(way, x.of.found, about.injecting);
        } else if (way.historical) |over| if (x.was(over, hit, about)) {
            way.historical = null;
        };
        if (way.gone) |cue| if (about.stays and !about.chronic and !about.places) {
            way.historical = cue;
            way.current = null;
        };
        if (way.ago) |cue| if (about.events) {
            way.historical = cue;
            way.current = null;
        };
        if (way.planned) |plan| if (plan.kind == .planned_after and x.isHeaded(plan, hit, about)) {
            way.planned = null;
        };
        if (way.negated) |cue| if (x.isTold(cue, about)) {
            way.negated = null;
            way.planned = cue;
        };
        if (about.injecting) way.* = relations.ofItsDrug(x.by, x.list, way.*, hit, x.drafts());
    }

    /// Whether what somebody was, or had, stands before a comma, and turns nothing after it: "ex-IVDU, cellulitis"; nor a virus, which stays: "hx of IVDU, hep C".
    fn was(x: *const Sentence, over: t.Cue, hit: t.Hit, about: *const t.About) bool {
        if (over.kind != .past or over.last >= hit.first) return false;
        if (!about.ordered and !x.list[over.first].timed.former and !x.isSignAfterUse(over, about)) return false;
        for (x.list[over.last..hit.first]) |token| if (token.sign == ',' or (about.ordered and token.flags.joins)) return true;
        return false;
    }

    /// Whether what is over is a use, and what follows its comma a sign of now: "hx of IVDU, fever, back pain".
    fn isSignAfterUse(x: *const Sentence, over: t.Cue, about: *const t.About) bool {
        if (!about.body) return false;
        for (x.drafts()) |d| {
            const told = x.by.about(d.about);
            if (!told.injecting and !told.routed) continue;
            if (d.way.historical) |was_over| if (std.meta.eql(was_over, over)) return true;
        }
        return false;
    }

    /// Whether a phrase holds a "not".
    fn holdsNot(x: *const Sentence, hit: t.Hit) bool {
        for (x.list[hit.first..hit.last]) |token| if (token.flags.nots) return true;
        return false;
    }

    /// A treatment that comes after a comma is none of a list of what is not there: "no fentanyl, methadone 140".
    fn listApart(x: *const Sentence, way: *t.Turned, hit: t.Hit) void {
        const denied = way.negated orelse return;
        if (denied.kind != .deny or !t.holds(x.list, ",", denied.last, hit.first)) return;
        if (x.list[hit.first - 1].sign == ',' and cues.closes(x.list, hit.last)) return; // "no IVDU, OST, BBV"
        for (x.list[denied.last..@min(hit.last + scopes.list_ahead, x.end)]) |token| if (token.flags.either) return;
        way.negated = null;
    }

    /// A disease with its place after a denied one is none of a list: "no DVT, cellulitis of the calf".
    fn placedApart(x: *const Sentence, way: *t.Turned, hit: t.Hit, about: *const t.About) void {
        const denied = way.negated orelse return;
        if (denied.kind != .deny or denied.last > hit.first or !about.episodes or about.body or hit.last >= x.end or !x.isPlacing(hit.last)) return;
        var commas: u32 = 0;
        for (x.list[denied.last..hit.first]) |token| {
            if (token.flags.either) return;
            commas += @intFromBool(token.sign == ',');
        }
        if (commas != 1) return;
        for (x.list[hit.last..@min(hit.last + scopes.list_ahead, x.end)]) |token| if (token.flags.either or token.sign == ',') return;
        way.negated = null;
    }

    /// Whether a word stands between a disease and where it is.
    fn isPlacing(x: *const Sentence, n: u32) bool {
        const word = x.of.found.word(n);
        for ([_][]const u8{ "of", "in", "to", "along", "over" }) |placing| if (std.mem.eql(u8, word, placing)) return true;
        return false;
    }

    /// A disease that a test looks for is doubted; what somebody does only by what stands close: "?abscess, IVDU".
    fn doubted(x: *const Sentence, way: *t.Turned, hit: t.Hit, about: *const t.About) void {
        if (way.possible) |doubt| if ((about.injecting or about.routed) and x.isOfOrigin(doubt)) {
            way.possible = null; // "source presumed injection of meth": the injecting is sure
            return;
        };
        if (about.injecting) {
            if (way.possible) |doubt| if (doubt.kind == .doubt and t.holds(x.list, ",-", doubt.last, hit.first)) {
                way.possible = for (x.kept.items) |c| { // "?DVT - groin injector", but "?gout, IVDU suspected"
                    if (c.kind == .doubt_after and c.first == hit.last) break c;
                } else null;
            };
        } else if (way.possible == null and !about.routed and !about.chronic and !about.stays) way.possible = way.seeks;
    }

    fn holdsNumber(list: []const t.Token) bool {
        return for (list) |token| {
            if (token.isNumber()) break true;
        } else false;
    }

    /// Whether it is doubted what something comes from: "likely source", "portal presumed"; not "no source, ?IVDU".
    fn isOfOrigin(x: *const Sentence, doubt: t.Cue) bool {
        if (doubt.kind != .doubt) return false;
        var first = @max(doubt.first -| origin, x.start);
        while (t.holds(x.list, ",", first, doubt.first)) first += 1;
        for (x.list[first..@min(doubt.last + 1, x.list.len)]) |token| if (token.flags.origins) return true;
        return false;
    }

    /// "Do not inject": what somebody is told, and no denial.
    fn isTold(x: *const Sentence, cue: t.Cue, about: *const t.About) bool {
        if (cue.kind != .not and cue.kind != .deny) return false;
        var buffer: stems.Buffer = undefined;
        const first = if (cue.first > x.start and std.mem.eql(u8, x.of.found.word(cue.first), "not")) cue.first - 1 else cue.first;
        const word = stems.without(x.of.found.word(first), &buffer) orelse return false;
        if (!std.mem.eql(u8, word, "do") and !std.mem.eql(u8, word, "dont")) return false;
        if (x.of.section == .planned or x.of.section == .taught) return true;
        if (!about.injecting and !about.routed) return false;
        const opens = first == x.start or x.list[first - 1].in(":\"");
        if (opens) for (cue.last..x.end) |n| {
            for ([_][]const u8{ "you", "your", "yourself" }) |you| if (std.mem.eql(u8, x.of.found.word(@intCast(n)), you)) return true;
        };
        return false;
    }

    /// Whether a problem heads what is planned for it, and so is there: "IVDU: offered SUD consult", "DVT: plan to start apixaban"; not "sepsis: discussed", "overdose: risk discussed".
    fn isHeaded(x: *const Sentence, plan: t.Cue, hit: t.Hit, about: *const t.About) bool {
        if (plan.first <= hit.last or x.list[hit.last].sign != ':' or about.ordered or about.treatments) return false;
        if (about.injecting or about.routed) return true;
        if (plan.first == hit.last + 1 and cues.closes(x.list, plan.last)) return false;
        for (x.list[hit.last + 1 .. @min(hit.last + risked, x.list.len)]) |token| if (token.flags.risked) return false;
        return true;
    }

    /// Whether a phrase tells something as it is turned: some count only where they deny, some only where nothing turns them.
    fn counts(x: *const Sentence, way: *const t.Turned, hit: t.Hit, about: t.Name) bool {
        if (way.negated != null and about == x.by.injecting_drugs and way.elsewhere != null) return false; // "never injected in the legs"
        const status = ways.statusOf(way.*, x.of.section).status;
        return switch (hit.layer) {
            .denied => x.by.about(about).meant == null or status != .historical, // "no use since": of what, is told elsewhere
            .inner => status == .present,
            .deniable => status == .absent or (status == .historical and isSince(way.historical, hit)),
            .hint => x.of.hinted and !ways.isUnsure(status),
            else => true,
        };
    }

    /// Whether a number is only what a denial says was never reached: "no temps >38".
    fn isAThreshold(x: *const Sentence, denied: t.Cue, measure: t.Measure) bool {
        if (denied.last > measure.last or measure.last - denied.last > threshold) return false;
        var above = false;
        for (denied.last..measure.last) |n| {
            const at = x.list[n];
            if (at.sign == ',') return false;
            const word = x.of.found.word(@intCast(n));
            above = above or at.sign == '>' or std.mem.eql(u8, word, "over") or std.mem.eql(u8, word, "above");
        }
        return above;
    }

    /// Adds a number and what it tells. It is as it is said: it cannot be denied or doubted, but it can be somebody else's, planned, or of the past.
    fn addMeasure(x: *Sentence, measure: t.Measure) t.Failed!void {
        var way = x.scope.turned(measure.first, measure.last, false);
        if (way.negated) |denied| if (denied.kind == .deny and x.isAThreshold(denied, measure)) return;
        way.negated = null;
        way.possible = null;
        way.unlikely = null;
        if (measure.is_time) way.historical = null;
        var draft = t.Draft{ .about = measure.finding, .first = measure.first, .last = measure.last, .way = way, .section = x.of.section, .measure = measure };
        try x.of.drafts.append(x.of.a, draft);
        draft.measure = null;
        for (x.by.about(measure.finding).tells) |told| {
            if (measure.value < told.at_least or measure.value >= told.below) continue;
            draft.about = told.about;
            try x.of.drafts.append(x.of.a, draft);
        }
    }
};

/// Whether something was denied from a time on: "has not touched a needle since", "no needles since".
fn isSince(over: ?t.Cue, hit: t.Hit) bool {
    const cue = over orelse return false;
    return cue.kind == .since_after or cue.kind == .until_after or (cue.first <= hit.first and hit.first < cue.last); // "no needles since"
}

fn longerFirst(_: void, one: t.Hit, other: t.Hit) bool {
    return one.first < other.first or (one.first == other.first and one.last > other.last);
}
